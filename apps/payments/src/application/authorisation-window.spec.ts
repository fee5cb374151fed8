import { addMs } from '@continuo/kernel/instant';
import { anOrder } from '../testing/examples';
import { PaymentsProcess } from '../testing/payments-process';
import { Simulated } from '../testing/simulated.fixture';
import { CapturePackageCommand } from './capture-package/capture-package.command';
import { CapturePackageHandler } from './capture-package/capture-package.handler';
import { findPayment } from './find-payment';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import { ProcessorAccounts } from './processor-accounts';

const DAY = 24 * 3_600_000;
const METHOD = {
  token: 'pm_sim_approved',
  initiator: 'moto',
  networkTransactionId: null,
} as const;

let simulated: Simulated;

beforeAll(async () => {
  simulated = await Simulated.open();
});
afterAll(() => simulated.close());

/** An order is placed at an account with a window, and ships some days later. */
async function shippedAfter(orderId: string, days: number, windowDays?: number) {
  const windows = new Map(windowDays === undefined ? [] : [['simulator', windowDays]]);
  const gateways = new Map([['simulator', simulated.simulator]]);
  const accounts = new ProcessorAccounts(gateways, [{ account: 'simulator' }], windows);
  const process = new PaymentsProcess(simulated.store, accounts);
  const opening = new OpenPaymentHandler(
    process.desk,
    process.routing,
    process.cards,
    process.credits,
  );
  const order = anOrder({ orderId });
  await opening.execute(new OpenPaymentCommand(order, METHOD, process.context(orderId)));
  await process.work.idle();
  process.now = addMs(process.now, days * DAY);
  const lines = [{ lineId: 'l1', quantity: 3 }];
  const context = process.context(`${orderId} shipped`);
  const shipping = new CapturePackageHandler(process.desk, process.alerts);
  await shipping.execute(new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, context));
  await process.work.idle();
  const { state } = await findPayment(process.runner, paymentIdOf(orderId));
  return state.attempts.map(({ kind, again }) => (again ? `${kind} again` : kind));
}

describe('how long an authorisation holds', () => {
  it.each([
    [6, undefined, ['authorise', 'capture']],
    [8, undefined, ['authorise', 'authorise again', 'capture']],
    [4, 3, ['authorise', 'authorise again', 'capture']],
    [2, 3, ['authorise', 'capture']],
    [20, 30, ['authorise', 'capture']],
  ])('is asked when goods leave after %d days, in a window of %p', async (days, window, kinds) => {
    expect(await shippedAfter(`ord_${days}_${window}`, days, window)).toEqual(kinds);
  });
});
