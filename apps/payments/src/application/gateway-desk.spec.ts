import { join } from 'node:path';
import { BOOKS_FILE, readBooks } from '../adapters/simulator/books';
import type { Method } from '../domain/payment/facts';
import { statusOf } from '../domain/payment/summary';
import { PaymentsProcess } from '../testing/payments-process';
import { anOrder } from '../testing/examples';
import { Simulated } from '../testing/simulated.fixture';
import { CancelPaymentHandler } from './cancel-payment/cancel-payment.handler';
import { CancelPaymentCommand } from './cancel-payment/cancel-payment.command';
import { CapturePackageCommand } from './capture-package/capture-package.command';
import { CapturePackageHandler } from './capture-package/capture-package.handler';
import { findPayment } from './find-payment';
import { FinanceAlerts } from './finance-alerts';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import type { PaymentGateway } from './ports';
import { RefundPaymentCommand } from './refund-payment/refund-payment.command';
import { RefundPaymentHandler } from './refund-payment/refund-payment.handler';
import { RetryPaymentCommand } from './retry-payment/retry-payment.command';
import { RetryPaymentHandler } from './retry-payment/retry-payment.handler';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
const card = (token: string): Method => ({ token, initiator: 'moto', networkTransactionId: null });

let simulated: Simulated;
let process: PaymentsProcess;
let number = 0;
let orderId: string;
let paymentId: string;

beforeAll(async () => {
  simulated = await Simulated.open();
});
afterAll(async () => {
  await process.work.idle();
  await simulated.close();
});

/** Every test has its own order, on one record. */
beforeEach(() => {
  orderId = `ord_${(number += 1)}`;
  paymentId = paymentIdOf(orderId);
  process = new PaymentsProcess(simulated.store, simulated.simulator);
});

async function place(token: string, message = `${orderId} placed`): Promise<void> {
  const order = anOrder({ orderId });
  const command = new OpenPaymentCommand(order, card(token), process.context(message));
  const { desk, routing, cards, credits } = process;
  await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
}

async function ship(name: string, quantity: number): Promise<void> {
  const lines = [{ lineId: 'l1', quantity }];
  const packageId = `${orderId} ${name}`;
  const command = new CapturePackageCommand(orderId, packageId, lines, process.context(packageId));
  await new CapturePackageHandler(process.desk, new FinanceAlerts(process.runner)).execute(command);
  await process.work.idle();
}

const state = async () => (await findPayment(process.runner, paymentId)).state;
const books = () =>
  [...readBooks(join(simulated.dataDir, BOOKS_FILE))]
    .filter((entry) => entry.paymentReference === paymentId)
    .map(({ kind, status, amountMinor }) => [kind, status, amountMinor]);

const retryHandler = ({ desk, cards, routing, runner }: PaymentsProcess) =>
  new RetryPaymentHandler(desk, cards, routing, runner);

/** A gateway whose answers are lost on the way from now on. */
function cutLine({ simulator }: Simulated): PaymentGateway {
  const lost = async (call: Promise<unknown>): Promise<never> => {
    await call;
    return new Promise<never>(() => undefined);
  };
  return {
    authorise: (request) => lost(simulator.authorise(request)),
    charge: (request) => lost(simulator.charge(request)),
    raise: (request) => lost(simulator.raise(request)),
    capture: (request) => lost(simulator.capture(request)),
    refund: (request) => lost(simulator.refund(request)),
    release: (request) => lost(simulator.release(request)),
    lookup: (request) => simulator.lookup(request),
    knows: (token) => simulator.knows(token),
    isForTests: (token) => simulator.isForTests(token),
  };
}

describe('an approved order', () => {
  it('is authorised with two appends and one entry in the books', async () => {
    await place('pm_sim_approved');
    await process.work.idle();
    expect(await process.types(paymentId)).toEqual(['opened', 'attempt-recorded', 'authorised']);
    expect(books()).toEqual([['authorise', 'succeeded', 10501]]);
  });

  it('does not wait for a slow gateway', async () => {
    await place('pm_sim_slow');
    expect(await process.types(paymentId)).toEqual(['opened', 'attempt-recorded']);
    await process.work.idle();
    expect(statusOf(await state())).toBe('authorised');
  });

  it('is authorised once however often its message comes', async () => {
    await place('pm_sim_slow');
    await place('pm_sim_slow');
    await process.work.idle();
    await place('pm_sim_slow');
    await place('pm_sim_slow', `${orderId} placed, from another message`);
    await process.work.idle();
    expect(books()).toHaveLength(1);
  });

  it('is captured per package and refunded at most what was captured', async () => {
    await place('pm_sim_approved');
    await ship('pkg_1', 1);
    await ship('pkg_1', 1);
    await ship('pkg_2', 2);
    expect(statusOf(await state())).toBe('captured');
    const { revision } = await findPayment(process.runner, paymentId);
    const handler = new RefundPaymentHandler(
      process.desk,
      process.runner,
      new FinanceAlerts(process.runner),
    );
    const refund = { refundId: 'ref_1', amountMinor: 4000, reason: 'damaged' };
    await handler.execute(
      new RefundPaymentCommand(
        paymentId,
        refund,
        revision,
        undefined,
        process.context(`refund ${orderId}`),
      ),
    );
    expect(statusOf(await state())).toBe('part-refunded');
    expect(books()).toEqual([
      ['authorise', 'succeeded', 10501],
      ['capture', 'succeeded', 3500],
      ['capture', 'succeeded', 7001],
      ['refund', 'succeeded', 3500],
      ['refund', 'succeeded', 500],
    ]);
  });

  it('is released when it is cancelled', async () => {
    await place('pm_sim_approved');
    await process.work.idle();
    const command = new CancelPaymentCommand(
      orderId,
      [],
      'changed mind',
      process.context(`cancel ${orderId}`),
    );
    await new CancelPaymentHandler(process.desk).execute(command);
    await process.work.idle();
    expect(statusOf(await state())).toBe('released');
    expect(books().at(-1)).toEqual(['release', 'succeeded', 10501]);
  });
});

describe('a declined order', () => {
  it('is tried with another token', async () => {
    await place('pm_sim_declined_hard');
    await process.work.idle();
    expect(statusOf(await state())).toBe('declined');
    const method = card('pm_sim_card_2');
    const command = new RetryPaymentCommand(orderId, method, process.context(`retried ${orderId}`));
    await retryHandler(process).execute(command);
    await process.work.idle();
    expect(statusOf(await state())).toBe('authorised');
    expect(await process.cards.tries('pm_sim_declined_hard')).toHaveLength(1);
  });

  it('has a token that the gateway does not know declined for good', async () => {
    await place('pm_nobody');
    await process.work.idle();
    const [attempt] = (await state()).attempts;
    expect(attempt).toMatchObject({ status: 'declined', decline: 'hard', code: 'unknown_token' });
  });
});

describe('an unknown outcome', () => {
  it.each(['pm_sim_timeout_then_succeeded', 'pm_sim_500_booked'])(
    'of %s is found booked after five minutes',
    async (token) => {
      await place(token);
      await process.work.idle();
      expect(statusOf(await state())).toBe('unknown');
      await process.after(4 * MINUTE);
      expect(statusOf(await state())).toBe('unknown');
      await process.after(MINUTE);
      expect(statusOf(await state())).toBe('authorised');
      expect(books()).toHaveLength(1);
    },
  );

  it.each(['pm_sim_timeout_not_booked', 'pm_sim_500'])(
    'of %s is sent again under the same key',
    async (token) => {
      await place(token);
      await process.work.idle();
      await process.after(5 * MINUTE);
      const { attempts } = await state();
      expect(attempts).toHaveLength(1);
      expect(statusOf(await state())).toBe('authorised');
      expect(books()).toHaveLength(1);
    },
  );

  it('goes to a person when the gateway says nothing for five days', async () => {
    await place('pm_sim_unreachable');
    await process.work.idle();
    for (const ms of [5 * MINUTE, 55 * MINUTE, DAY, DAY, DAY, DAY, DAY]) await process.after(ms);
    expect(statusOf(await state())).toBe('with-a-person');
    const before = await process.types(paymentId);
    await process.after(100 * DAY);
    expect(await process.types(paymentId)).toEqual(before);
    expect(books()).toHaveLength(1);
  });

  it('is cleared up before a package is captured', async () => {
    await place('pm_sim_timeout_then_succeeded');
    await process.work.idle();
    await ship('pkg_1', 3);
    expect(statusOf(await state())).toBe('captured');
  });

  it('of a capture is found booked and not taken twice', async () => {
    await place('pm_sim_capture_timeout_then_succeeded');
    await ship('pkg_1', 3);
    expect(statusOf(await state())).toBe('unknown');
    await process.after(5 * MINUTE);
    expect(statusOf(await state())).toBe('captured');
    expect(books()).toHaveLength(2);
  });
});

describe('an end of the process between attempt and outcome', () => {
  beforeEach(async () => {
    process = new PaymentsProcess(simulated.store, cutLine(simulated));
    await place('pm_sim_approved');
    while (books().length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    expect(await process.types(paymentId)).toEqual(['opened', 'attempt-recorded']);
    process = new PaymentsProcess(simulated.store, simulated.simulator);
  });

  it('is found when the process starts', async () => {
    await process.recovery.onApplicationBootstrap();
    await process.work.idle();
    expect(statusOf(await state())).toBe('authorised');
    expect(books()).toHaveLength(1);
  });

  it('is found a minute later by its due date', async () => {
    await process.after(MINUTE);
    expect(statusOf(await state())).toBe('authorised');
    expect(books()).toHaveLength(1);
  });

  it('starts no new attempt when the message comes again', async () => {
    await place('pm_sim_approved');
    await process.work.idle();
    expect(await process.types(paymentId)).toEqual(['opened', 'attempt-recorded']);
    expect(books()).toHaveLength(1);
  });
});
