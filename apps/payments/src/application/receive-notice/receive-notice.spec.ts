import type { FinanceAlertEvent } from '../../domain/finance-alert/decider';
import type { Method } from '../../domain/payment/facts';
import { statusOf } from '../../domain/payment/summary';
import { paymentWorkProjection } from '../../projections/payment-work/projection';
import { anOrder } from '../../testing/examples';
import { PaymentsProcess } from '../../testing/payments-process';
import { Simulated } from '../../testing/simulated.fixture';
import { CapturePackageCommand } from '../capture-package/capture-package.command';
import { CapturePackageHandler } from '../capture-package/capture-package.handler';
import { findPayment } from '../find-payment';
import { OpenPaymentCommand } from '../open-payment/open-payment.command';
import { OpenPaymentHandler } from '../open-payment/open-payment.handler';
import { paymentIdOf } from '../payment-id';
import type { GatewayNotice, NotedDispute } from '../ports';
import { SettleNoticeCommand } from '../settle-notice/settle-notice.command';
import { SettleNoticeHandler } from '../settle-notice/settle-notice.handler';
import { ReceiveNoticeCommand } from './receive-notice.command';
import { ReceiveNoticeHandler } from './receive-notice.handler';

let simulated: Simulated;
let process: PaymentsProcess;
let number = 0;
let paymentId: string;

beforeAll(async () => {
  simulated = await Simulated.open();
});
afterAll(() => simulated.close());
beforeEach(() => {
  process = new PaymentsProcess(simulated.store, simulated.simulator);
});

async function place(token: string): Promise<void> {
  const orderId = `ord_${(number += 1)}`;
  paymentId = paymentIdOf(orderId);
  const method: Method = { token, initiator: 'moto', networkTransactionId: null };
  const context = process.context(orderId);
  const command = new OpenPaymentCommand(anOrder({ orderId }), method, context);
  const { desk, routing, cards, credits } = process;
  await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
  await process.work.idle();
}

const notice = (changes: Partial<GatewayNotice> = {}): GatewayNotice => ({
  gatewayId: `evt_${(number += 1)}`,
  kind: 'payment_intent.succeeded',
  occurredAt: '2026-11-22T09:29:00.000Z',
  concernsPayment: true,
  paymentId,
  dispute: null,
  ...changes,
});

function receive(told: GatewayNotice) {
  const context = process.context(`notice ${told.gatewayId}`);
  const { desk, runner, disputes, cards, updating } = process;
  const handler = new ReceiveNoticeHandler(desk, runner, disputes, cards, updating);
  return handler.execute(new ReceiveNoticeCommand('stripe', told, context));
}

const state = async () => (await findPayment(process.runner, paymentId)).state;

describe('a notice of a gateway', () => {
  it('has the gateway asked about an unknown outcome, once', async () => {
    await place('pm_sim_timeout_then_succeeded');
    expect(statusOf(await state())).toBe('unknown');
    const told = notice();
    expect(await receive(told)).toBe('rechecked');
    expect(statusOf(await state())).toBe('authorised');
    expect(await receive(told)).toBe('duplicate');
  });

  it('is not believed: what it says of a declined payment changes nothing', async () => {
    await place('pm_sim_declined_hard');
    const before = await process.types(paymentId);
    expect(await receive(notice())).toBe('nothing-open');
    expect(await process.types(paymentId)).toEqual(before);
  });

  it('does not believe what it says where the gateway still does not answer', async () => {
    await place('pm_sim_unreachable');
    expect(await receive(notice())).toBe('rechecked');
    expect(statusOf(await state())).toBe('unknown');
  });

  it('waits for an answer that is on its way', async () => {
    const orderId = `ord_${(number += 1)}`;
    paymentId = paymentIdOf(orderId);
    const method: Method = { token: 'pm_sim_slow', initiator: 'moto', networkTransactionId: null };
    const command = new OpenPaymentCommand(anOrder({ orderId }), method, process.context(orderId));
    const { desk, routing, cards, credits } = process;
    await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
    expect(await receive(notice())).toBe('under-way');
    await process.work.idle();
    expect(statusOf(await state())).toBe('authorised');
  });

  it('of nothing that concerns a payment is kept and left', async () => {
    expect(await receive(notice({ concernsPayment: false, paymentId: null }))).toBe('ignored');
  });

  it.each([
    ['that we do not have', 'pay_nobody'],
    ['that it does not name', null],
  ])('of a payment %s waits for a person, who settles it', async (_, named) => {
    const told = notice({ paymentId: named });
    expect(await receive(told)).toBe('unmatched');
    expect(await receive(told)).toBe('duplicate');
    const { events } = await simulated.store.readAll({ after: 0, maxCount: 1_000 });
    const [received] = events.slice(-1);
    const [waiting] = paymentWorkProjection.evolve(received!);
    expect(waiting).toMatchObject({ op: 'put', row: { kind: 'notice', payment_id: named } });
    const noticeId = received!.stream.slice('gatewaynotice-'.length);
    const settle = new SettleNoticeHandler(process.runner);
    await settle.execute(new SettleNoticeCommand(noticeId, 'web shop', process.context(noticeId)));
    const { events: later } = await simulated.store.readAll({
      after: received!.position,
      maxCount: 10,
    });
    expect(later.flatMap((event) => paymentWorkProjection.evolve(event))).toEqual([
      { op: 'remove', table: 'payment_work', key: { work_id: noticeId } },
    ]);
  });

  it('that was matched is not settled by hand, and an unknown one neither', async () => {
    await place('pm_sim_approved');
    await receive(notice());
    const { events } = await simulated.store.readAll({ after: 0, maxCount: 1_000 });
    const noticeId = events.at(-1)!.stream.slice('gatewaynotice-'.length);
    const settle = new SettleNoticeHandler(process.runner);
    const settling = (id: string) =>
      settle.execute(new SettleNoticeCommand(id, 'x', process.context(`settle ${id}`)));
    await expect(settling(noticeId)).rejects.toMatchObject({ code: 'nothing-to-settle' });
    await expect(settling('ntc_none')).rejects.toMatchObject({ code: 'gateway-notice-not-found' });
  });
});

describe('a notice of a card', () => {
  const expiry = (token: string) => {
    const card = { token, update: { result: 'new-expiry', expiresOn: '2029-02-28' } } as const;
    return notice({ concernsPayment: false, paymentId: null, card });
  };

  it('has what was given up on it tried again, once', async () => {
    await place('pm_sim_declines_once_then_approves');
    expect(statusOf(await state())).toBe('declined');
    const told = expiry('pm_sim_declines_once_then_approves');
    expect(await receive(told)).toBe('card-noted');
    await process.work.idle();
    expect(statusOf(await state())).toBe('authorised');
    const { attempts } = await state();
    expect(await receive(told)).toBe('duplicate');
    expect((await state()).attempts).toEqual(attempts);
  });

  it('that was never declined is ignored, and nothing is kept of it', async () => {
    expect(await receive(expiry('pm_sim_card_of_the_web_shop'))).toBe('ignored');
    expect((await process.cards.find('pm_sim_card_of_the_web_shop')).update).toBeNull();
  });
});

describe('a notice of a dispute', () => {
  const dispute = (status: 'open' | 'won' | 'lost', changes: Partial<NotedDispute> = {}) => ({
    reference: 'dp_1',
    status,
    on: 'sim_none',
    amountMinor: 500,
    currency: 'USD',
    network: 'visa' as const,
    reason: '10.4',
    descriptor: null,
    evidenceDueAt: null,
    ...changes,
  });
  const disputes = async () =>
    (await process.types(paymentId)).filter((type) => type.startsWith('dispute'));

  async function charged(token: string): Promise<string> {
    await place(token);
    const orderId = `ord_${number}`;
    const lines = [{ lineId: 'l1', quantity: 1 }];
    const context = process.context(`${orderId} shipped`);
    const command = new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, context);
    await new CapturePackageHandler(process.desk, process.alerts).execute(command);
    const { charges } = await state();
    return charges[0]?.reference ?? 'under way';
  }

  it('opens it once, and ends it, in whatever order they come', async () => {
    await charged('pm_sim_approved');
    await process.work.idle();
    const { charges } = await state();
    const on = charges[0]!.reference;
    for (const status of ['lost', 'open', 'won', 'lost'] as const)
      expect(await receive(notice({ dispute: dispute(status, { on }) }))).toBe('dispute-noted');
    expect(await disputes()).toEqual(['dispute-opened', 'dispute-lost']);
    const told = Object.values((await state()).disputes);
    expect(told).toMatchObject([{ reference: 'dp_1', status: 'lost', on }]);
    const alerts = await alertsOf(paymentId);
    expect(alerts).toEqual(['dispute-decided-again']);
  });

  it('waits for the answer to the capture that it is about', async () => {
    await charged('pm_sim_capture_slow');
    const key = (await state()).attempts.at(-1)!.idempotencyKey;
    const told = dispute('open', { reference: 'dp_early', on: `sim_${key}` });
    expect(await receive(notice({ dispute: told }))).toBe('dispute-noted');
    expect(await disputes()).toEqual(['dispute-opened']);
  });

  it('covers what was captured of the authorisation that it names', async () => {
    await charged('pm_sim_approved');
    await process.work.idle();
    const { of, amountMinor } = (await state()).charges[0]!;
    const told = dispute('open', { reference: 'dp_2', on: of!, amountMinor });
    expect(await receive(notice({ dispute: told }))).toBe('dispute-noted');
    expect(Object.values((await state()).disputes)).toMatchObject([{ overpaidMinor: 0 }]);
  });

  it.each([
    ['a charge that we do not have', {}, 'charge-not-found'],
    ['another currency', { currency: 'EUR' }, 'currency-mismatch'],
  ])('of %s waits for a person, and finance is told', async (_, changes, code) => {
    await charged('pm_sim_approved');
    await process.work.idle();
    const on = 'currency' in changes ? (await state()).charges[0]!.reference : 'sim_none';
    const told = dispute('open', { reference: `dp_${code}`, on, ...changes });
    expect(await receive(notice({ dispute: told }))).toBe('unmatched');
    expect(await disputes()).toEqual([]);
    expect(await alertsOf(paymentId)).toEqual([code]);
  });
});

async function alertsOf(concerned: string): Promise<string[]> {
  const { events } = await simulated.store.readAll({ after: 0, maxCount: 1_000 });
  return events
    .map((event) => event as unknown as FinanceAlertEvent)
    .filter(({ type, data }) => type === 'finance-alert.raised.v1' && data.paymentId === concerned)
    .map(({ data }) => data.code);
}
