import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readPaymentAccounts } from './payment-accounts';

const STRIPE = {
  CONTINUO_GATEWAY: 'stripe',
  STRIPE_SECRET_KEY: 'sk_test_abc',
  STRIPE_WEBHOOK_SECRETS: 'whsec_12345678',
};

const dir = mkdtempSync(join(tmpdir(), 'continuo-accounts-'));
afterAll(() => rmSync(dir, { recursive: true }));

describe('one payment account for everything', () => {
  it('is the simulator unless told otherwise', () => {
    expect(readPaymentAccounts({})).toEqual({
      accounts: new Map([
        [
          'simulator',
          {
            kind: 'simulator',
            webhookSecrets: [],
            webhookUrl: undefined,
            authorisationWindowDays: undefined,
          },
        ],
      ]),
      routes: [{ account: 'simulator' }],
    });
  });

  it('is Stripe with its key and one or two webhook secrets', () => {
    const secrets = 'whsec_12345678,whsec_87654321';
    const { accounts } = readPaymentAccounts({ ...STRIPE, STRIPE_WEBHOOK_SECRETS: secrets });
    expect(accounts.get('stripe')).toEqual({
      kind: 'stripe',
      secretKey: 'sk_test_abc',
      live: false,
      webhookSecrets: secrets.split(','),
      apiUrl: undefined,
      authorisationWindowDays: undefined,
    });
  });

  it.each([
    [{ CONTINUO_GATEWAY: 'paypal' }, 'CONTINUO_GATEWAY=paypal cannot be used'],
    [{ CONTINUO_GATEWAY: 'stripe' }, 'STRIPE_SECRET_KEY is not set'],
    [{ CONTINUO_AUTHORISATION_WINDOW_DAYS: '0' }, 'CONTINUO_AUTHORISATION_WINDOW_DAYS=0'],
    [{ CONTINUO_AUTHORISATION_WINDOW_DAYS: '31' }, 'a whole number of days from 1 to 30'],
    [{ CONTINUO_AUTHORISATION_WINDOW_DAYS: 'week' }, 'a whole number of days from 1 to 30'],
    [{ CONTINUO_SIMULATOR_WEBHOOK_URL: 'here' }, 'CONTINUO_SIMULATOR_WEBHOOK_URL=here'],
    [
      { CONTINUO_SIMULATOR_WEBHOOK_URL: 'http://127.0.0.1:1/' },
      'CONTINUO_SIMULATOR_WEBHOOK_SECRETS is not set',
    ],
    [{ ...STRIPE, STRIPE_SECRET_KEY: 'pk_test_abc' }, 'STRIPE_SECRET_KEY=(not shown)'],
    [{ ...STRIPE, STRIPE_WEBHOOK_SECRETS: '' }, 'STRIPE_WEBHOOK_SECRETS is not set'],
    [{ ...STRIPE, STRIPE_WEBHOOK_SECRETS: 'secret' }, 'STRIPE_WEBHOOK_SECRETS=(not shown)'],
    [{ ...STRIPE, STRIPE_API_URL: 'http://example.com' }, 'STRIPE_API_URL=http://example.com'],
    [
      { ...STRIPE, STRIPE_SECRET_KEY: 'sk_live_abc', STRIPE_API_URL: 'http://127.0.0.1:1' },
      'leave it empty with a live key',
    ],
  ])('is refused as %j, with what to do', (env, message) => {
    expect(() => readPaymentAccounts(env)).toThrow(message);
  });
});

describe('several payment accounts', () => {
  const CONTENT = {
    accounts: {
      simulator: { kind: 'simulator' },
      'stripe-us': {
        kind: 'stripe',
        secret_key_variable: 'STRIPE_US_KEY',
        webhook_secrets_variable: 'STRIPE_US_WEBHOOKS',
      },
    },
    routes: [
      { token_prefix: 'pm_sim_', account: 'simulator' },
      { campaign: 'cmp_1', currency: 'USD', method: 'moto', account: 'stripe-us' },
      { account: 'simulator' },
    ],
  };
  const SECRETS = { STRIPE_US_KEY: 'sk_live_abc', STRIPE_US_WEBHOOKS: 'whsec_12345678' };
  const read = (content: unknown, env = {}) => {
    const file = join(dir, 'accounts.json');
    writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
    return readPaymentAccounts({ CONTINUO_PAYMENT_ACCOUNTS: file, ...SECRETS, ...env });
  };

  it('are read from a file that names the variables of their secrets', () => {
    const { accounts, routes } = read(CONTENT);
    expect([...accounts.keys()]).toEqual(['simulator', 'stripe-us']);
    expect(accounts.get('stripe-us')).toMatchObject({ live: true, secretKey: 'sk_live_abc' });
    expect(routes).toEqual([
      { tokenPrefix: 'pm_sim_', account: 'simulator' },
      { campaign: 'cmp_1', currency: 'USD', method: 'moto', account: 'stripe-us' },
      { account: 'simulator' },
    ]);
  });

  it('hold authorisations as long as each says, else as the variable does', () => {
    const simulator = { kind: 'simulator', authorisation_window_days: 5 };
    const content = { ...CONTENT, accounts: { ...CONTENT.accounts, simulator } };
    const { accounts } = read(content, { CONTINUO_AUTHORISATION_WINDOW_DAYS: '10' });
    const days = [...accounts.values()].map((account) => account.authorisationWindowDays);
    expect(days).toEqual([5, 10]);
  });

  const { accounts, routes } = CONTENT;
  it.each([
    [
      'a window without end',
      { routes, accounts: { simulator: { kind: 'simulator', authorisation_window_days: 0 } } },
      '/accounts/simulator/authorisation_window_days takes',
    ],
    ['no JSON', '{', 'a JSON file that can be read'],
    ['an unknown field', { ...CONTENT, more: 1 }, '/more is not known'],
    ['a bad name', { routes, accounts: { ...accounts, 'A B': {} } }, '/accounts/A B: a name takes'],
    ['a bad kind', { routes, accounts: { x: { kind: 'paypal' } } }, '/accounts/x/kind takes'],
    [
      'a second simulator',
      { routes, accounts: { x: { kind: 'simulator' } } },
      '/accounts/x: the sim',
    ],
    [
      'a secret itself',
      {
        routes,
        accounts: { x: { kind: 'stripe', secret_key_variable: 'sk_live_abc' } },
      },
      '/accounts/x/secret_key_variable takes the name of the environment variable',
    ],
    ['no routes', { accounts, routes: [] }, '/routes takes a list'],
    [
      'an unknown account',
      { accounts, routes: [{ account: 'x' }] },
      '/routes/0/account takes one of',
    ],
    [
      'a bad method',
      { accounts, routes: [{ account: 'simulator', method: 'web' }, { account: 'simulator' }] },
      '/routes/0/method takes one of moto, online, recurring, instalment',
    ],
    [
      'no last route',
      { accounts, routes: [{ account: 'simulator', currency: 'USD' }] },
      '/routes/0 is the last and has to fit everything',
    ],
    [
      'a route that hides others',
      { accounts, routes: [{ account: 'simulator' }, { account: 'stripe-us' }] },
      '/routes/0 fits everything',
    ],
    [
      'no currency',
      { accounts, routes: [{ account: 'simulator', currency: 'usd' }, { account: 'simulator' }] },
      '/routes/0/currency takes',
    ],
    [
      'no method',
      { accounts, routes: [{ account: 'simulator', method: 'card' }, { account: 'simulator' }] },
      '/routes/0/method takes',
    ],
  ])('with %s are refused, with the place', (_, content, message) => {
    expect(() => read(content)).toThrow(message);
  });

  it('are refused beside the switch, and without their secrets', () => {
    expect(() => read(CONTENT, { CONTINUO_GATEWAY: 'stripe' })).toThrow('leave it empty');
    expect(() => read(CONTENT, { STRIPE_US_KEY: '' })).toThrow('STRIPE_US_KEY is not set');
    expect(() => readPaymentAccounts({ CONTINUO_PAYMENT_ACCOUNTS: join(dir, 'none') })).toThrow(
      'CONTINUO_PAYMENT_ACCOUNTS',
    );
  });
});
