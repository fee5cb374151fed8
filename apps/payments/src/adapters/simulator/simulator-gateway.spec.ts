import { describePaymentGateway } from '@continuo/testing/payment-gateway.contract';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DebitRequest } from '../../application/ports';
import { BOOKS_FILE, readBooks } from './books';
import { SimulatorGateway } from './simulator-gateway';

const dataDir = mkdtempSync(join(tmpdir(), 'continuo-gateway-'));
afterAll(() => rmSync(dataDir, { recursive: true }));

async function open() {
  const gateway = await SimulatorGateway.open({ dataDir });
  return { gateway, close: () => gateway.close() };
}

const TOKENS = {
  approved: 'pm_sim_approved',
  declinedSoft: 'pm_sim_declined_soft',
  declinedHard: 'pm_sim_declined_hard',
  unknownToken: 'pm_nobody',
  foreign: () => Promise.resolve('pm_sim_foreign'),
  raiseDeclined: 'pm_sim_raise_declined_soft',
  silentButBooked: 'pm_sim_timeout_then_succeeded',
  silentNotBooked: 'pm_sim_timeout_not_booked',
};
describePaymentGateway('the simulator', open, TOKENS);

describe('test tokens of the simulator', () => {
  let gateway: SimulatorGateway;
  let number = 0;
  beforeAll(async () => ({ gateway } = await open()));
  afterAll(() => gateway.close());

  const request = (token: string, changes: Partial<DebitRequest> = {}): DebitRequest => ({
    idempotencyKey: `token_${(number += 1)}`,
    paymentReference: `tokens_${token}`,
    customerReference: 'cus_1',
    amountMinor: 500,
    currency: 'EUR',
    token,
    initiator: 'moto',
    networkTransactionId: null,
    ...changes,
  });
  const kindOf = async (token: string, changes: Partial<DebitRequest> = {}) =>
    (await gateway.authorise(request(token, changes))).kind;

  it('approves any card by name', async () => {
    expect(await kindOf('pm_sim_card_jane')).toBe('succeeded');
    expect(await kindOf('pm_sim_card_')).toBe('declined');
  });

  it('declines twice, then approves, per payment', async () => {
    const token = 'pm_sim_declines_twice_then_approves';
    const kinds = [];
    for (let n = 0; n < 3; n += 1) kinds.push(await kindOf(token));
    expect(kinds).toEqual(['declined', 'declined', 'succeeded']);
    expect(await kindOf(token, { paymentReference: 'another' })).toBe('declined');
  });

  it('declines only what a program charges', async () => {
    const token = 'pm_sim_recurring_declined_soft';
    expect(await kindOf(token)).toBe('succeeded');
    expect(await kindOf(token, { initiator: 'recurring' })).toBe('declined');
  });

  it('approves pm_sim_raise_unavailable, and raises nothing of it', async () => {
    const sent = request('pm_sim_raise_unavailable');
    const answer = await gateway.authorise(sent);
    const on = answer.kind === 'succeeded' ? answer.reference : '';
    const more = { ...sent, idempotencyKey: `${sent.idempotencyKey}_more`, on, amountMinor: 100 };
    expect(await gateway.raise(more)).toMatchObject({ code: 'raise_not_available' });
  });

  it.each(['pm_sim_timeout_not_booked', 'pm_sim_500'])(
    '%s is approved when sent again',
    async (token) => {
      const sent = request(token);
      expect((await gateway.authorise(sent)).kind).toBe('unknown');
      expect((await gateway.authorise(sent)).kind).toBe('succeeded');
    },
  );

  it('never answers for pm_sim_unreachable', async () => {
    const sent = request('pm_sim_unreachable');
    expect((await gateway.authorise(sent)).kind).toBe('unknown');
    expect((await gateway.lookup(sent)).kind).toBe('unknown');
  });

  it('takes its time for pm_sim_slow', async () => {
    const before = performance.now();
    expect(await kindOf('pm_sim_slow')).toBe('succeeded');
    expect(performance.now() - before).toBeGreaterThan(110);
  });

  it('shows its books', async () => {
    const sent = request('pm_sim_500_booked', { paymentReference: 'pay_shown' });
    expect((await gateway.authorise(sent)).kind).toBe('unknown');
    const shown = [...readBooks(join(dataDir, BOOKS_FILE))].filter(
      (entry) => entry.paymentReference === 'pay_shown',
    );
    expect(shown).toMatchObject([
      {
        kind: 'authorise',
        idempotencyKey: sent.idempotencyKey,
        amountMinor: 500,
        currency: 'EUR',
        status: 'succeeded',
      },
    ]);
  });
});
