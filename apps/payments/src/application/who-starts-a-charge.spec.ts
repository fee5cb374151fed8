import { join } from 'node:path';
import { upcast } from '@continuo/event-store/aggregate';
import { fold } from '@continuo/kernel/decider';
import { addMs } from '@continuo/kernel/instant';
import { BOOKS_FILE, readBooks } from '../adapters/simulator/books';
import type { Method, OrderFacts } from '../domain/payment/facts';
import { methodOf } from '../integration/order-facts';
import { aLine, anOrder } from '../testing/examples';
import { PaymentsProcess } from '../testing/payments-process';
import { Simulated } from '../testing/simulated.fixture';
import { PAYMENT } from './aggregates';
import { CapturePackageCommand } from './capture-package/capture-package.command';
import { CapturePackageHandler } from './capture-package/capture-package.handler';
import { findPayment } from './find-payment';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import { ReplaceMethodCommand } from './replace-method/replace-method.command';
import { ReplaceMethodHandler } from './replace-method/replace-method.handler';
import { RetryPaymentCommand } from './retry-payment/retry-payment.command';
import { RetryPaymentHandler } from './retry-payment/retry-payment.handler';

const DAY = 24 * 3_600_000;
const program = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;
const inThree = { lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] };

let simulated: Simulated;
let process: PaymentsProcess;
let orderId: string;
let orders = 0;

beforeAll(async () => (simulated = await Simulated.open()));
afterAll(() => simulated.close());
beforeEach(() => {
  orderId = `ord_${(orders += 1)}`;
  process = new PaymentsProcess(simulated.store, simulated.simulator);
});

/** As it comes with the message of an order. */
const given = (token: string, online: boolean): Method =>
  methodOf({
    token,
    initiator: 'moto',
    ...(online && { channel: 'online' }),
    network_transaction_id: null,
  });

async function place(method: Method, more: Partial<OrderFacts> = inThree): Promise<void> {
  const { desk, routing, cards, credits } = process;
  const order = anOrder({ orderId, ...more });
  const command = new OpenPaymentCommand(order, method, process.context(orderId));
  await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
  await process.work.idle();
}

async function tryAnother(method: Method): Promise<void> {
  const { desk, cards, routing, runner } = process;
  const context = process.context(`${orderId} ${method.token}`);
  const handler = new RetryPaymentHandler(desk, cards, routing, runner);
  await handler.execute(new RetryPaymentCommand(orderId, method, context));
  await process.work.idle();
}

/** A card is given to somebody who keeps it with the payment. */
async function tell(token: string): Promise<void> {
  const { desk, runner, cards, routing, known, alerts } = process;
  const handler = new ReplaceMethodHandler(desk, runner, cards, routing, known, alerts);
  const paymentId = paymentIdOf(orderId);
  const { revision } = await findPayment(runner, paymentId);
  const context = process.context(`${orderId} told`);
  await handler.execute(new ReplaceMethodCommand(paymentId, token, revision, undefined, context));
  await process.work.idle();
}

async function ship(): Promise<void> {
  const lines = [{ lineId: 'l1', quantity: 3 }];
  const context = process.context(`${orderId} shipped`);
  const command = new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, context);
  await new CapturePackageHandler(process.desk, process.alerts).execute(command);
  await process.work.idle();
}

async function aMonthLater(): Promise<void> {
  await process.after(31 * DAY);
  await process.work.idle();
}

/** What the gateway was asked for, by its own books. */
const debits = () =>
  [...readBooks(join(simulated.dataDir, BOOKS_FILE))]
    .filter(({ paymentReference, on }) => paymentReference === paymentIdOf(orderId) && on === null)
    .map(({ kind, initiator }) => `${kind} ${initiator}`);

describe('a charge is asked for as what it is', () => {
  it.each([
    ['on a page', true, 'online'],
    ['by telephone', false, 'moto'],
  ])('%s first, and off session from then on', async (_, online, initiator) => {
    await place(given('pm_sim_approved', online));
    await ship();
    await aMonthLater();
    expect(debits()).toEqual([`authorise ${initiator}`, 'charge instalment']);
    const { state } = await findPayment(process.runner, paymentIdOf(orderId));
    expect(state.method.initiator).toBe(initiator);
  });

  it.each([
    ['on a page', true, 'online'],
    ['by telephone', false, 'moto'],
  ])(
    'by the holder who settles an instalment %s, and by us the next one',
    async (_, online, initiator) => {
      await place(given('pm_sim_instalment_declined_hard', false));
      await ship();
      await aMonthLater();
      await tryAnother(given('pm_sim_card_new', online));
      await aMonthLater();
      expect(debits()).toEqual([
        'authorise moto',
        'charge instalment',
        `charge ${initiator}`,
        'charge instalment',
      ]);
      // Later ones cite the first transaction on that card.
      const { state } = await findPayment(process.runner, paymentIdOf(orderId));
      const cited = `ntx_${state.attempts.at(-2)?.idempotencyKey}`;
      expect(state.method.networkTransactionId).toBe(cited);
    },
  );

  it('by telephone, when somebody is told another card of an order that was paid on a page', async () => {
    await place(given('pm_sim_declined_soft', true));
    await tell('pm_sim_card_told');
    expect(debits()).toEqual(['authorise online', 'authorise moto']);
  });

  it('by telephone, when a renewal gets another card, and by us when that is tried again', async () => {
    const renewal = { token: 'pm_sim_declined_hard', initiator: 'recurring' } as const;
    await place({ ...renewal, networkTransactionId: 'ntx_1' }, program);
    await tell('pm_sim_declined_soft');
    await process.after(DAY);
    await process.work.idle();
    expect(debits()).toEqual(['authorise recurring', 'authorise moto', 'authorise recurring']);
  });

  it('afresh, off session, when goods leave after the window', async () => {
    await place(given('pm_sim_approved', true));
    process.now = addMs(process.now, 8 * DAY);
    await ship();
    expect(debits()).toEqual(['authorise online', 'authorise reauthorisation']);
  });

  it('may be declined for what is typed on a page alone', async () => {
    await place(given('pm_sim_online_declined_soft', true));
    await tryAnother(given('pm_sim_online_declined_hard', false));
    const { state } = await findPayment(process.runner, paymentIdOf(orderId));
    expect(state.attempts.map(({ status }) => status)).toEqual(['declined', 'succeeded']);
  });
});

describe('a payment that was stored before pages were told from telephones', () => {
  it('stays what it was authorised as', () => {
    const method = { token: 'pm_1', initiator: 'moto', networkTransactionId: null };
    const stored = {
      type: 'payment.opened.v1',
      data: { paymentId: 'pay_1', order: anOrder(), method },
    };
    const read = upcast(PAYMENT, stored, 'payment-pay_1');
    expect(read).toEqual(stored);
    expect(fold(PAYMENT.decider, [read])).toMatchObject({ method });
  });
});
