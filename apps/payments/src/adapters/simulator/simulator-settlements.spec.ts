import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { settlementSourceContract } from '@continuo/testing/settlement-source.contract';
import { BOOKS_FILE } from './books';
import { SimulatorGateway } from './simulator-gateway';
import { SimulatorSettlements } from './simulator-settlements';

const dataDir = mkdtempSync(join(tmpdir(), 'continuo-settled-'));
const source = SimulatorSettlements.inFile(join(dataDir, BOOKS_FILE));

beforeAll(async () => {
  const gateway = await SimulatorGateway.open({ dataDir });
  const request = (idempotencyKey: string, amountMinor: number, token = 'pm_sim_approved') => ({
    idempotencyKey,
    amountMinor,
    customerReference: 'cus_1',
    paymentReference: 'pay_1',
    currency: 'USD',
    token,
    initiator: 'moto' as const,
    networkTransactionId: null,
  });
  await gateway.authorise(request('a', 1000));
  await gateway.capture({ ...request('c', 600), on: 'sim_a' });
  await gateway.charge(request('d', 500, 'pm_sim_declined_soft'));
  await gateway.charge(request('t', 300, 'pm_sim_timeout_then_succeeded'));
  await gateway.refund({ ...request('r', 100), on: 'sim_c' });
  await gateway.close();
});
afterAll(() => rmSync(dataDir, { recursive: true }));

settlementSourceContract('SimulatorSettlements', async () => source);

it('the books show what moved, whatever the caller heard, and nothing else', async () => {
  const lines = [];
  for await (const { kind, reference, amountMinor } of source.lines())
    lines.push([kind, reference, amountMinor]);
  expect(lines).toEqual([
    ['charge', 'sim_c', 600],
    ['charge', 'sim_t', 300],
    ['refund', 'sim_r', -100],
  ]);
});
