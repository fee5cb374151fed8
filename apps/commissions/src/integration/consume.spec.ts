import { DISPUTE_LOST, type DisputeLost } from '@continuo/contracts/collections';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import type { IntegrationMessage } from '@continuo/messaging/message';
import { aContext } from '@continuo/testing/examples';
import type { CommandBus } from '@nestjs/cqrs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PublishPlanCommand } from '../application/publish-plan/publish-plan.command';
import { PublishPlanHandler } from '../application/publish-plan/publish-plan.handler';
import { RegisterSaleCommand } from '../application/register-sale/register-sale.command';
import { RegisterSaleHandler } from '../application/register-sale/register-sale.handler';
import { SettlePaymentCommand } from '../application/settle-payment/settle-payment.command';
import { SettlePaymentHandler } from '../application/settle-payment/settle-payment.handler';
import { capture, plan, sale, SETTLED_AT } from '../domain/commission/examples.fixture';
import { CommissionsConsumer } from './consume';

const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let opened = 0;
let store: SqliteEventStore;
let runner: CommandRunner;
let consumer: CommissionsConsumer;

const context = (what: string, now = SETTLED_AT) => aContext({ commandId: deriveUuid(what), now });

beforeEach(async () => {
  opened += 1;
  store = await SqliteEventStore.open({ file: join(directory, `record-${opened}.db`) });
  runner = new CommandRunner(store);
  const settling = new SettlePaymentHandler(runner);
  const bus = { execute: (command: SettlePaymentCommand) => settling.execute(command) };
  consumer = new CommissionsConsumer(bus as CommandBus, { now: () => SETTLED_AT });
  const { version: _v, publishedAt: _p, ...terms } = plan();
  const publish = new PublishPlanCommand(
    'publish-plan',
    terms,
    context('publish', '2026-11-20T00:00:00.000Z'),
  );
  await new PublishPlanHandler(runner).execute(publish);
});
afterEach(() => store.close());
afterAll(() => rmSync(directory, { recursive: true }));

async function sold(): Promise<void> {
  const register = new RegisterSaleCommand(sale(), context('sale'));
  await new RegisterSaleHandler(runner).execute(register);
}

async function captured(): Promise<void> {
  const command = capture('cap_1', [['l1', 9_995, 2]]);
  if (command.type !== 'settle-capture') throw new Error();
  const settle = new SettlePaymentCommand('capture', 'ord_1', command.capture, context('capture'));
  await new SettlePaymentHandler(runner).execute(settle);
}

/** The dispute of half of what was captured, as payments tells of it. */
const lost = (disputeId = 'dsp_1', messageId = '1'): IntegrationMessage<DisputeLost> => ({
  id: deriveUuid('message', messageId),
  type: DISPUTE_LOST.type,
  source: '/continuo/payments',
  subject: 'pay_1',
  sequence: 9,
  position: 9,
  time: SETTLED_AT,
  actor: systemActor('payments'),
  correlationId: 'cor_1',
  data: {
    payment_id: 'pay_1',
    order_id: 'ord_1',
    origin: { kind: 'call' },
    currency: 'USD',
    dispute_id: disputeId,
    amount_minor: 5_400,
    lines: [{ line_id: 'l1', quantity: 1, amount_minor: 5_400, goods_minor: 4_998 }],
  },
});

const amounts = async () =>
  (await store.readAll({ after: 0, maxCount: 100, categories: ['commission'] })).events
    .filter(({ type }) => /line-(accrued|reversed)/.test(type))
    .map(({ data }) => (data as { amountMinor: number }).amountMinor);

describe('commission on a sale whose dispute is lost', () => {
  it('is taken back in proportion, once, however often it is told', async () => {
    await sold();
    await captured();
    await consumer.lose(lost());
    await consumer.lose(lost());
    await consumer.lose(lost('dsp_1', 'told by another message'));
    expect(await amounts()).toEqual([1_000, -500]);
  });

  it('is taken back also where the loss is told before the sale', async () => {
    await captured();
    await consumer.lose(lost());
    await sold();
    expect(await amounts()).toEqual([1_000, -500]);
  });

  it('is never taken back beyond what was earned', async () => {
    await sold();
    await captured();
    for (const dispute of ['dsp_1', 'dsp_2', 'dsp_3']) await consumer.lose(lost(dispute, dispute));
    expect((await amounts())[0]).toBe(1_000);
    expect((await amounts()).reduce((sum, minor) => sum + minor, 0)).toBe(0);
  });
});
