import { readFileSync } from 'node:fs';
import { isCurrency } from '@continuo/kernel/currency';
import { ConfigError, type Environment } from './config-error';

/** Signs webhooks: the present secret, and beside it the one before or after. */
export type WebhookSecrets = readonly string[];

interface Windowed {
  /**
   * How long an authorisation holds where the processor does not say so itself; as long as the card's
   * network grants when undefined.
   */
  readonly authorisationWindowDays: number | undefined;
}

export interface SimulatorAccount extends Windowed {
  readonly kind: 'simulator';
  readonly webhookSecrets: WebhookSecrets;
  /** Where it sends its webhooks; it sends none when undefined. */
  readonly webhookUrl: string | undefined;
}

export interface StripeAccount extends Windowed {
  readonly kind: 'stripe';
  readonly secretKey: string;
  /** Whether its key moves money. */
  readonly live: boolean;
  readonly webhookSecrets: WebhookSecrets;
  /** A stand-in that is asked instead of Stripe. */
  readonly apiUrl: string | undefined;
}

/** Payments that a route fits go to its account; what it leaves out fits everything. */
export interface PaymentRoute {
  readonly account: string;
  readonly campaign?: string;
  readonly currency?: string;
  readonly method?: 'moto' | 'online' | 'recurring' | 'instalment';
  readonly tokenPrefix?: string;
}

/** The accounts at payment processors, and which payments go to which: the first route that fits. */
export interface PaymentAccounts {
  readonly accounts: ReadonlyMap<string, SimulatorAccount | StripeAccount>;
  readonly routes: readonly PaymentRoute[];
}

const FILE = 'CONTINUO_PAYMENT_ACCOUNTS';
const SWITCH = 'CONTINUO_GATEWAY';
const WINDOW = 'CONTINUO_AUTHORISATION_WINDOW_DAYS';
const WINDOW_TAKES = 'a whole number of days from 1 to 30';
const SIMULATOR = 'simulator';
const NAME = /^[a-z][a-z0-9-]{0,39}$/;
const VARIABLE = /^[A-Z][A-Z0-9_]{0,63}$/;
const METHODS = ['moto', 'online', 'recurring', 'instalment'];
const LOOPBACK = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])(:\d+)?\/?$/;

type Json = Readonly<Record<string, unknown>>;

/**
 * `CONTINUO_GATEWAY=simulator|stripe` is one account for everything; `CONTINUO_PAYMENT_ACCOUNTS`
 * names a file of several with their routes. Throws {@link ConfigError}, which never shows a secret.
 */
export function readPaymentAccounts(env: Environment): PaymentAccounts {
  const gateway = env[SWITCH] || SIMULATOR;
  if (env[FILE]) {
    if (env[SWITCH])
      throw new ConfigError(SWITCH, gateway, `leave it empty where ${FILE} names the accounts`);
    return readFile(env, env[FILE]);
  }
  if (gateway === 'simulator') return only(SIMULATOR, simulatorOf(env));
  if (gateway !== 'stripe')
    throw new ConfigError(SWITCH, gateway, 'it takes one of simulator, stripe');
  return only('stripe', stripeOf(env, 'STRIPE_SECRET_KEY', 'STRIPE_WEBHOOK_SECRETS'));
}

function only(name: string, account: SimulatorAccount | StripeAccount): PaymentAccounts {
  return { accounts: new Map([[name, account]]), routes: [{ account: name }] };
}

function simulatorOf(env: Environment): SimulatorAccount {
  const webhookSecrets = secretsOf(env, 'CONTINUO_SIMULATOR_WEBHOOK_SECRETS');
  const webhookUrl = env.CONTINUO_SIMULATOR_WEBHOOK_URL || undefined;
  if (webhookUrl !== undefined && !/^https?:\/\//.test(webhookUrl))
    throw new ConfigError(
      'CONTINUO_SIMULATOR_WEBHOOK_URL',
      webhookUrl,
      'it takes an address such as http://127.0.0.1:3000/v1/webhooks/simulator/simulator',
    );
  if (webhookUrl !== undefined && webhookSecrets.length === 0)
    throw new ConfigError(
      'CONTINUO_SIMULATOR_WEBHOOK_SECRETS',
      '',
      'it takes a secret, whsec_..., to sign what goes to CONTINUO_SIMULATOR_WEBHOOK_URL',
    );
  return { kind: 'simulator', webhookSecrets, webhookUrl, authorisationWindowDays: windowOf(env) };
}

function stripeOf(env: Environment, keyIn: string, secretsIn: string): StripeAccount {
  const secretKey = env[keyIn] ?? '';
  const mode = /^[sr]k_(test|live)_\w+$/.exec(secretKey)?.[1];
  if (mode === undefined) {
    const shown = secretKey === '' ? '' : '(not shown)';
    throw new ConfigError(
      keyIn,
      shown,
      'it takes a secret key of Stripe, sk_test_... or sk_live_...',
    );
  }
  const webhookSecrets = secretsOf(env, secretsIn);
  if (webhookSecrets.length === 0)
    throw new ConfigError(secretsIn, '', 'it takes the signing secret of the webhook endpoint');
  const live = mode === 'live';
  const authorisationWindowDays = windowOf(env);
  const apiUrl = apiUrlOf(env, live);
  return { kind: 'stripe', secretKey, live, webhookSecrets, apiUrl, authorisationWindowDays };
}

/** Longer than 30 days no network grants. */
function windowOf(env: Environment): number | undefined {
  const text = env[WINDOW];
  if (!text) return undefined;
  if (!isWindow(Number(text))) throw new ConfigError(WINDOW, text, `it takes ${WINDOW_TAKES}`);
  return Number(text);
}

function isWindow(days: unknown): days is number {
  return Number.isInteger(days) && Number(days) >= 1 && Number(days) <= 30;
}

function secretsOf(env: Environment, name: string): WebhookSecrets {
  const secrets = (env[name] ?? '').split(',').filter((each) => each !== '');
  if (secrets.length > 2 || secrets.some((each) => !/^whsec_[\x21-\x7e]{8,200}$/.test(each))) {
    const allowed = 'it takes one secret, whsec_..., or two with a comma between while they change';
    throw new ConfigError(name, '(not shown)', allowed);
  }
  return secrets;
}

/** A key that moves money is shown to nobody but Stripe. */
function apiUrlOf(env: Environment, live: boolean): string | undefined {
  const url = env.STRIPE_API_URL || undefined;
  if (url !== undefined && live)
    throw new ConfigError('STRIPE_API_URL', url, 'leave it empty with a live key');
  if (url !== undefined && !LOOPBACK.test(url) && !url.startsWith('https://'))
    throw new ConfigError(
      'STRIPE_API_URL',
      url,
      'it takes https://..., or http:// on this machine',
    );
  return url;
}

function readFile(env: Environment, file: string): PaymentAccounts {
  const refuse = (what: string): never => {
    throw new ConfigError(FILE, file, what);
  };
  let content: unknown;
  try {
    content = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    refuse(`it takes a JSON file that can be read (${(error as Error).message})`);
  }
  const root = objectAt(content, '', ['accounts', 'routes'], refuse);
  const listed = objectAt(root.accounts, '/accounts', undefined, refuse);
  const accounts = new Map<string, SimulatorAccount | StripeAccount>();
  for (const [name, entry] of Object.entries(listed)) {
    const at = `/accounts/${name}`;
    if (!NAME.test(name)) refuse(`${at}: a name takes 1 to 40 of a-z, 0-9 and -`);
    const window = 'authorisation_window_days';
    const fields = ['kind', 'secret_key_variable', 'webhook_secrets_variable', window];
    const { kind, [window]: days, ...variables } = objectAt(entry, at, fields, refuse);
    if (days !== undefined && !isWindow(days)) refuse(`${at}/${window} takes ${WINDOW_TAKES}`);
    if (kind !== 'stripe' && kind !== 'simulator')
      refuse(`${at}/kind takes one of simulator, stripe`);
    if ((kind === 'simulator') !== (name === SIMULATOR))
      refuse(`${at}: the simulated account is named simulator, and no other is`);
    const variable = (field: string): string => {
      const named = variables[field];
      return typeof named === 'string' && VARIABLE.test(named)
        ? named
        : refuse(`${at}/${field} takes the name of the environment variable that holds it`);
    };
    const account =
      kind === 'simulator'
        ? simulatorOf(env)
        : stripeOf(env, variable('secret_key_variable'), variable('webhook_secrets_variable'));
    accounts.set(name, isWindow(days) ? { ...account, authorisationWindowDays: days } : account);
  }
  return { accounts, routes: routesOf(root.routes, accounts, refuse) };
}

type Refuse = (what: string) => never;

function routesOf(
  listed: unknown,
  accounts: PaymentAccounts['accounts'],
  refuse: Refuse,
): PaymentRoute[] {
  if (!Array.isArray(listed) || listed.length === 0)
    return refuse('/routes takes a list, of which the last fits everything');
  const routes = listed.map((entry: unknown, index) => {
    const at = `/routes/${index}`;
    const fields = ['account', 'campaign', 'currency', 'method', 'token_prefix'];
    const route = objectAt(entry, at, fields, refuse);
    for (const [field, value] of Object.entries(route))
      if (typeof value !== 'string' || value === '') refuse(`${at}/${field} takes a text`);
    const { account, campaign, currency, method, token_prefix } = route as Record<string, string>;
    if (account === undefined || !accounts.has(account))
      return refuse(`${at}/account takes one of ${[...accounts.keys()].join(', ')}`);
    if (currency !== undefined && !isCurrency(currency))
      refuse(`${at}/currency takes an ISO 4217 code such as USD`);
    if (method !== undefined && !METHODS.includes(method))
      refuse(`${at}/method takes one of ${METHODS.join(', ')}`);
    const last = index === listed.length - 1;
    const fitsAll = Object.keys(route).length === 1;
    if (last !== fitsAll)
      refuse(
        last
          ? `${at} is the last and has to fit everything`
          : `${at} fits everything: those behind it never would`,
      );
    return {
      account,
      ...(campaign !== undefined && { campaign }),
      ...(currency !== undefined && { currency }),
      ...(method !== undefined && { method: method as PaymentRoute['method'] }),
      ...(token_prefix !== undefined && { tokenPrefix: token_prefix }),
    };
  });
  return routes;
}

function objectAt(
  value: unknown,
  at: string,
  fields: readonly string[] | undefined,
  refuse: Refuse,
): Json {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return refuse(`${at || 'the file'} takes an object`);
  const unknown = Object.keys(value).find((key) => fields && !fields.includes(key));
  if (unknown !== undefined) refuse(`${at}/${unknown} is not known; known: ${fields?.join(', ')}`);
  return value as Json;
}
