import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { SimulatorGateway } from '@continuo/payments/adapters/simulator/simulator-gateway';
import { stripeClient } from '@continuo/payments/adapters/stripe/stripe-client';
import { StripeGateway } from '@continuo/payments/adapters/stripe/stripe-gateway';
import { CapturePackageCommand } from '@continuo/payments/application/capture-package/capture-package.command';
import { CapturePackageHandler } from '@continuo/payments/application/capture-package/capture-package.handler';
import { OpenPaymentCommand } from '@continuo/payments/application/open-payment/open-payment.command';
import { OpenPaymentHandler } from '@continuo/payments/application/open-payment/open-payment.handler';
import type { PaymentGateway } from '@continuo/payments/application/ports';
import { ProcessorAccounts } from '@continuo/payments/application/processor-accounts';
import { anOrder } from '@continuo/payments/testing/examples';
import { FakeStripe } from '@continuo/payments/testing/fake-stripe';
import { PaymentsProcess } from '@continuo/payments/testing/payments-process';
import { reconcileCommand } from './reconcile';

const KEYS = { US_KEY: 'sk_test_us', SECRETS: 'whsec_12345678' };
const ACCOUNTS = {
  accounts: {
    simulator: { kind: 'simulator' },
    'stripe-us': {
      kind: 'stripe',
      secret_key_variable: 'US_KEY',
      webhook_secrets_variable: 'SECRETS',
    },
  },
  routes: [{ token_prefix: 'pm_sim_', account: 'simulator' }, { account: 'stripe-us' }],
};

let dataDir: string;
let stripe: FakeStripe;
let soldAt: string;
const before = { ...process.env };

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'continuo-reconcile-'));
  stripe = await FakeStripe.start();
  const file = join(dataDir, 'accounts.json');
  writeFileSync(file, JSON.stringify(ACCOUNTS));
  Object.assign(process.env, KEYS, {
    CONTINUO_PAYMENT_ACCOUNTS: file,
    STRIPE_API_URL: stripe.url,
  });
  await sell();
});
afterAll(async () => {
  process.env = before;
  await stripe.stop();
  rmSync(dataDir, { recursive: true });
});

/** A sale at each account, in euros and dollars, all of it shipped. */
async function sell(): Promise<void> {
  const store = await SqliteEventStore.open({ file: join(dataDir, 'record.db') });
  const simulator = await SimulatorGateway.open({ dataDir });
  const gateways = new Map<string, PaymentGateway>([
    ['simulator', simulator],
    ['stripe-us', new StripeGateway(stripeClient('sk_test_us', stripe.url))],
  ]);
  const routes = [{ tokenPrefix: 'pm_sim_', account: 'simulator' }, { account: 'stripe-us' }];
  const payments = new PaymentsProcess(store, new ProcessorAccounts(gateways, routes));
  payments.now = soldAt = new Date(stripe.books.balance.firstAtMs).toISOString();
  const { desk, routing, cards, credits, alerts } = payments;
  for (const [orderId, token, currency] of [
    ['ord_1', 'pm_card_visa', 'USD'],
    ['ord_2', 'pm_card_visa', 'EUR'],
    ['ord_3', 'pm_sim_approved', 'USD'],
  ] as const) {
    const method = { token, initiator: 'moto', networkTransactionId: null } as const;
    const order = anOrder({ orderId, currency });
    const opening = new OpenPaymentCommand(order, method, payments.context(orderId));
    await new OpenPaymentHandler(desk, routing, cards, credits).execute(opening);
    await payments.work.idle();
    const lines = [{ lineId: 'l1', quantity: 3 }];
    const context = payments.context(`${orderId} shipped`);
    const shipped = new CapturePackageCommand(orderId, `pkg_${orderId}`, lines, context);
    await new CapturePackageHandler(desk, alerts).execute(shipped);
    await payments.work.idle();
  }
  await simulator.close();
  await store.close();
}

/** What the command prints, and how it fails. */
async function run(...args: string[]) {
  const printed: string[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((text) => {
    printed.push(String(text));
    return true;
  });
  const command = reconcileCommand().exitOverride();
  const all = ['--data-dir', dataDir, '--json', ...args];
  try {
    await command.parseAsync(all, { from: 'user' });
    return { report: JSON.parse(printed.join('')), failure: undefined };
  } catch (error) {
    const out = printed.join('');
    return { report: out && JSON.parse(out), failure: error as Error & { exitCode: number } };
  } finally {
    write.mockRestore();
  }
}

const kinds = ({ breaks }: { breaks: { cause: string; reference: string }[] }) =>
  breaks.map(({ cause, reference }) => `${cause} ${reference}`);

describe('continuo reconcile where accounts are configured', () => {
  it('asks each of them, and all agree', async () => {
    const { report, failure } = await run();
    expect(failure).toBeUndefined();
    expect(report).toMatchObject({ agreed: 3, lines: 3, breaks: [] });
  });

  it.each([
    ['stripe-us', 2],
    ['simulator', 1],
  ])('misses at %s only what has moved there', async (account, agreed) => {
    const { report, failure } = await run('--processor', account);
    expect(failure).toBeUndefined();
    expect(report).toMatchObject({ agreed, breaks: [] });
  });

  it('looks at a period alone', async () => {
    const later = ['--processor', 'stripe-us', '--from', '2027-06-01T00:00:00Z'];
    expect((await run(...later)).report).toMatchObject({ agreed: 0, lines: 0, breaks: [] });
    const then = ['--processor', 'stripe-us', '--from', soldAt, '--until', '2027-06-01T00:00:00Z'];
    expect((await run(...then)).report).toMatchObject({ agreed: 2, lines: 2, breaks: [] });
  });

  it('names what Stripe alone has, page after page, and leaves out fees and payouts', async () => {
    const { balance } = stripe.books;
    const currency = 'usd';
    for (let number = 0; number < 120; number += 1)
      balance.add({ type: 'stripe_fee', amount: -5, currency, source: { id: `fee_${number}` } });
    balance.add({ type: 'payout', amount: -900, currency, source: { id: 'po_1' } });
    const dispute = { id: 'dp_1', object: 'dispute' };
    balance.add({ type: 'adjustment', amount: -300, currency, source: dispute });
    const asked = stripe.requests.length;
    const { report, failure } = await run('--processor', 'stripe-us');
    const pages = stripe.requests
      .slice(asked)
      .filter(({ path, form }) => path === '/v1/balance_transactions' && !form.has('source'));
    expect(pages).toHaveLength(2);
    expect(report).toMatchObject({ agreed: 2, lines: 124 });
    expect(kinds(report)).toEqual(['missing-in-ledger dp_1']);
    expect(failure).toMatchObject({ exitCode: 1 });
  });

  it('tries again where Stripe fails for once, and says so where it cannot be asked', async () => {
    const fault = { path: /balance_transactions/, when: 'before', how: 500 } as const;
    stripe.failNext(fault);
    expect((await run('--processor', 'stripe-us')).report).toMatchObject({ agreed: 2 });
    for (let tries = 0; tries < 4; tries += 1) stripe.failNext(fault);
    const { failure } = await run('--processor', 'stripe-us');
    expect(failure).toMatchObject({
      exitCode: 2,
      message: expect.stringContaining('The processor account stripe-us could not be asked'),
    });
  }, 30_000);

  it.each([
    [['--processor', 'acme'], '--processor acme: it takes one of simulator, stripe-us.'],
    [['--from', 'yesterday'], '--from yesterday: it takes an instant'],
    [
      ['--file', 'x.csv', '--until', '2026-11-01T00:00:00Z'],
      'leave --file and --gateway-books away',
    ],
  ])('refuses %j', async (args, message) => {
    const { failure } = await run(...args);
    expect(failure).toMatchObject({ exitCode: 2, message: expect.stringContaining(message) });
  });
});
