import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorGateway } from '../adapters/simulator/simulator-gateway';
import { stripeClient } from '../adapters/stripe/stripe-client';
import { StripeGateway } from '../adapters/stripe/stripe-gateway';
import type { Method } from '../domain/payment/facts';
import { statusOf } from '../domain/payment/summary';
import { FakeStripe } from '../testing/fake-stripe';
import { anOrder } from '../testing/examples';
import { PaymentsProcess } from '../testing/payments-process';
import { CapturePackageCommand } from './capture-package/capture-package.command';
import { CapturePackageHandler } from './capture-package/capture-package.handler';
import { findPayment } from './find-payment';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import type { PaymentGateway } from './ports';
import { ProcessorAccounts, type Route } from './processor-accounts';

const SIMULATED: Route = { account: 'simulator' };
const AT_STRIPE: Route = { account: 'stripe-us' };

let dataDir: string;
let store: SqliteEventStore;
let simulator: SimulatorGateway;
let stripe: FakeStripe;
let process: PaymentsProcess;
let number = 0;
let orderId: string;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'continuo-routing-'));
  store = await SqliteEventStore.open({ file: join(dataDir, 'record.db') });
  simulator = await SimulatorGateway.open({ dataDir });
  stripe = await FakeStripe.start();
});
afterAll(async () => {
  await process.work.idle();
  await simulator.close();
  await stripe.stop();
  await store.close();
  rmSync(dataDir, { recursive: true });
});
beforeEach(() => {
  orderId = `ord_${(number += 1)}`;
});

/** A start of the service with these routes. */
function startWith(...routes: Route[]): void {
  const gateways = new Map<string, PaymentGateway>([
    ['simulator', simulator],
    ['stripe-us', new StripeGateway(stripeClient('sk_test_fake', stripe.url))],
  ]);
  process = new PaymentsProcess(store, new ProcessorAccounts(gateways, routes));
}

async function place(token: string, changes = {}, initiator: Method['initiator'] = 'moto') {
  const method: Method = { token, initiator, networkTransactionId: null };
  const context = process.context(`${orderId} placed`);
  const command = new OpenPaymentCommand(anOrder({ orderId, ...changes }), method, context);
  const { desk, routing, cards, credits } = process;
  await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
  await process.work.idle();
  return state();
}

const state = async () => (await findPayment(process.runner, paymentIdOf(orderId))).state;

async function ship(quantity: number): Promise<void> {
  const context = process.context(`${orderId} shipped ${quantity}`);
  const lines = [{ lineId: 'l1', quantity }];
  const command = new CapturePackageCommand(orderId, `${orderId} pkg`, lines, context);
  await new CapturePackageHandler(process.desk, process.alerts).execute(command);
  await process.work.idle();
}

describe('the routes of payments', () => {
  it.each([
    ['a campaign', { campaign: 'cmp_1' }, {}],
    ['a currency', { currency: 'EUR' }, { currency: 'EUR' }],
    ['a method', { method: 'moto' as const }, {}],
    ['the first letters of a token', { tokenPrefix: 'pm_card_' }, {}],
  ])('send what fits %s to its account, on the record', async (_, fits, changes) => {
    startWith({ ...fits, account: 'stripe-us' }, SIMULATED);
    const { account, attempts } = await place('pm_card_visa', changes);
    expect(account).toBe('stripe-us');
    expect(attempts).toMatchObject([{ account: 'stripe-us', status: 'succeeded' }]);
    expect(await process.types(paymentIdOf(orderId))).toEqual([
      'opened',
      'routed',
      'attempt-recorded',
      'authorised',
    ]);
  });

  it('leave the rest to the last of them', async () => {
    startWith({ campaign: 'cmp_2', account: 'stripe-us' }, SIMULATED);
    expect(await place('pm_sim_approved')).toMatchObject({ account: 'simulator' });
  });
});

describe('a change of processor', () => {
  it('leaves what was begun at the account where it is', async () => {
    startWith(AT_STRIPE);
    await place('pm_card_visa');
    startWith(SIMULATED);
    await ship(3);
    expect(statusOf(await state())).toBe('captured');
    const [intent] = [...stripe.books.intents.values()].slice(-1);
    expect(intent).toMatchObject({ status: 'succeeded', amount_received: 10501 });
  });

  it('leaves cards where they were charged', async () => {
    startWith(AT_STRIPE);
    await place('pm_card_visa');
    startWith({ tokenPrefix: 'pm_none', account: 'stripe-us' }, SIMULATED);
    orderId = `${orderId}_again`;
    expect(await place('pm_card_visa', {}, 'recurring')).toMatchObject({ account: 'stripe-us' });
  });

  it('lets payments wait whose account is not configured any more', async () => {
    startWith(AT_STRIPE);
    await place('pm_card_visa');
    process = new PaymentsProcess(store, simulator);
    await ship(3);
    expect(statusOf(await state())).toBe('unknown');
    expect((await state()).attempts.at(-1)).toMatchObject({ kind: 'capture', status: 'unknown' });
    startWith(SIMULATED, AT_STRIPE);
    await process.after(5 * 60_000);
    expect(statusOf(await state())).toBe('captured');
  });
});

describe('a single capture at Stripe', () => {
  it('is followed by a fresh authorisation for the next package', async () => {
    stripe.books.multicapture = false;
    startWith(AT_STRIPE);
    await place('pm_card_visa');
    await ship(1);
    const context = process.context(`${orderId} second`);
    const rest = [{ lineId: 'l1', quantity: 2 }];
    const command = new CapturePackageCommand(orderId, `${orderId} pkg 2`, rest, context);
    await new CapturePackageHandler(process.desk, process.alerts).execute(command);
    await process.work.idle();
    const { attempts, ...payment } = await state();
    expect(attempts.map(({ kind, status }) => `${kind} ${status}`)).toEqual([
      'authorise succeeded',
      'capture succeeded',
      'capture declined',
      'authorise succeeded',
      'capture succeeded',
    ]);
    expect(statusOf({ attempts, ...payment })).toBe('captured');
  });
});
