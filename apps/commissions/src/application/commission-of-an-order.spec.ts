import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { deriveUuid } from '@continuo/kernel/ids';
import { aContext } from '@continuo/testing/examples';
import { project } from '@continuo/testing/projection';
import { Ajv2020 } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { explainedLineView } from '../api/commission-line.view';
import type { CommissionCommand } from '../domain/commission/decider';
import { WINDOW_CLOSES, capture, plan, refund, sale } from '../domain/commission/examples.fixture';
import { commissionsPublisher } from '../integration/publish';
import { ReturnWindowWaker } from '../processes/return-window/return-window.waker';
import {
  type CommissionLineRow,
  commissionLinesProjection,
} from '../projections/commission-lines/projection';
import { commissionStatementsProjection } from '../projections/commission-statements/projection';
import { ExplainLine, type RecordedCommissionEvent } from './explain-line';
import { PublishPlanCommand } from './publish-plan/publish-plan.command';
import { PublishPlanHandler } from './publish-plan/publish-plan.handler';
import { RegisterSaleCommand } from './register-sale/register-sale.command';
import { RegisterSaleHandler } from './register-sale/register-sale.handler';
import { SettlePaymentCommand } from './settle-payment/settle-payment.command';
import { SettlePaymentHandler } from './settle-payment/settle-payment.handler';

const ajv = addFormats(new Ajv2020({ strict: false }));
const directory = mkdtempSync(join(tmpdir(), 'continuo-'));
let store: SqliteEventStore;
let runner: CommandRunner;

const context = (what: string, now = '2026-11-20T00:00:00.000Z') =>
  aContext({ commandId: deriveUuid(what), now });
const settle = (command: CommissionCommand) => {
  if (command.type !== 'settle-capture' && command.type !== 'settle-refund') throw new Error();
  const [what, settlement] =
    command.type === 'settle-capture'
      ? (['capture', command.capture] as const)
      : (['refund', command.refund] as const);
  return new SettlePaymentHandler(runner).execute(
    new SettlePaymentCommand(what, 'ord_1', settlement, context(settlement.settlementId)),
  );
};
const events = async () =>
  (await store.readAll({ after: 0, maxCount: 100, categories: ['commission'] }))
    .events as readonly RecordedCommissionEvent[];

/** Paid and refunded in part before the sale is known, then the return window closes. */
beforeAll(async () => {
  store = await SqliteEventStore.open({ file: join(directory, 'record.db') });
  runner = new CommandRunner(store);
  const { version: _v, publishedAt: _p, ...terms } = plan();
  const publish = new PublishPlanCommand('publish-plan', terms, context('publish'));
  await new PublishPlanHandler(runner).execute(publish);
  await settle(capture('cap_1', [['l1', 9_995, 2]]));
  await settle(refund('ref_1', [['l1', 4_998, 1]]));
  for (const time of ['first', 'again']) {
    const register = new RegisterSaleCommand(sale(), context(`sale ${time}`));
    await new RegisterSaleHandler(runner).execute(register);
  }
  for (const { stream } of await store.dueStreams('commission', WINDOW_CLOSES, 10)) {
    const woken = context('wake', WINDOW_CLOSES);
    await new ReturnWindowWaker(runner).wake(stream.slice('commission-'.length), woken);
  }
});
afterAll(async () => {
  await store.close();
  rmSync(directory, { recursive: true });
});

describe('the commission of an order', () => {
  it('is told to the others as the contracts want it', async () => {
    const told = (await events()).flatMap((event) => commissionsPublisher.translate(event) ?? []);
    for (const { type, data } of told) {
      const validate = ajv.compile({ ...MESSAGE_TYPES.get(type)!.schema, $id: undefined });
      expect([type, validate(data), validate.errors]).toEqual([type, true, null]);
    }
    expect(
      told.map(({ type, data }) => [
        type.split('.')[2],
        'amount_minor' in data && data.amount_minor,
      ]),
    ).toEqual([
      ['commission-accrued', 1_000],
      ['commission-reversed', -500],
      ['commission-earned', 1_000],
      ['commission-earned', -500],
    ]);
  });

  it('is summed up in the statement of the month', async () => {
    expect(
      project(commissionStatementsProjection, [...(await events())]).commission_statements,
    ).toEqual([
      {
        agent_id: 'agt_nora',
        period: '2026-11',
        call_centre_id: 'cc_north',
        currency: 'USD',
        lines: 2,
        accrued_minor: 1_000,
        reversed_minor: -500,
        earned_minor: 500,
      },
    ]);
  });

  it('can be explained to the cent, line by line', async () => {
    const { commission_lines: rows } = project(commissionLinesProjection, [...(await events())]);
    const accrual = rows!.find((row) => row.entry === 'accrual') as unknown as CommissionLineRow;
    const rest = await new ExplainLine(store).events(accrual.order_id, accrual.line_id);
    expect(explainedLineView(accrual, rest)).toMatchObject({
      state: 'earned',
      amount_minor: 1_000,
      rule: { plan_id: 'cpl_1', plan_version: 1, number: 1 },
      rule_terms: { kind: 'main', rate: '0.10' },
      cause: { payment_id: 'pay_1', capture_id: 'cap_1', refund_id: null, message_id: 'msg_cap_1' },
      calculation: '0.10 of 9995 minor units USD of goods captured, rounded half up',
      events: [
        { type: 'commission.sale-registered.v2' },
        { type: 'commission.line-accrued.v1', amount_minor: 1_000 },
        { type: 'commission.line-reversed.v1', amount_minor: -500 },
        { type: 'commission.line-earned.v1', amount_minor: 1_000 },
      ],
    });
  });

  it('waits for nothing any more', async () => {
    expect(await store.dueStreams('commission', '9999-01-01T00:00:00.000Z', 10)).toEqual([]);
  });
});
