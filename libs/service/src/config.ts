import { resolve } from 'node:path';
import { ConfigError, type Environment } from './config-error';
import { type CreditLimits, readCreditLimits } from './credit-limits';
import { type Engines, readEngines } from './engines';
import { type PaymentAccounts, readPaymentAccounts } from './payment-accounts';
import { readTraces, type Traces } from './traces';

/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('Config');

const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** What a process is told from outside; read once, at start. */
export interface Config {
  readonly engines: Engines;
  /** Absolute path of the folder of everything that is kept. */
  readonly dataDir: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  /** `POST /v1/test-clock/advance` may move the clock. Undecided: on where the demo catalogue lives. */
  readonly testClock: boolean | undefined;
  /** Where the test clock is kept: the processes of one deployment that share it are given one file. */
  readonly testClockFile: string | undefined;
  /** An empty data directory gets the demo catalogue. */
  readonly demoCatalogue: boolean;
  readonly logLevel: LogLevel;
  /** First admin key, instead of a random one. */
  readonly adminKey: string | undefined;
  readonly bodyLimitBytes: number;
  /** Wraps the customers' keys: 32 bytes in base64; a file in the data directory when absent. */
  readonly keyEncryptionKey: string | undefined;
  /** Undefined while nothing is traced. */
  readonly traces: Traces | undefined;
  /** Who moves the money. */
  readonly payments: PaymentAccounts;
  /** Who may grant customers how much credit. */
  readonly creditLimits: CreditLimits;
  /** How long a payment link is open unless whoever asks for it says otherwise. */
  readonly paymentLinkMinutes: number;
  /** Latency of the simulated payment gateway, in milliseconds. */
  readonly simulatorLatencyMs: number;
}

/** Reads and checks the configuration. Throws {@link ConfigError}. */
export function readConfig(env: Environment): Config {
  return {
    engines: readEngines(env),
    dataDir: resolve(env.CONTINUO_DATA_DIR ?? './.continuo'),
    host: env.HOST ?? '127.0.0.1',
    port: integer(env, 'PORT', 3000, 0, 65_535),
    testClock: flag(env, 'CONTINUO_TEST_CLOCK'),
    testClockFile: env.CONTINUO_TEST_CLOCK_FILE || undefined,
    demoCatalogue: flag(env, 'CONTINUO_DEMO_CATALOGUE') ?? true,
    logLevel: choice(env, 'CONTINUO_LOG_LEVEL', LOG_LEVELS, 'info'),
    adminKey: secret(env, 'CONTINUO_ADMIN_KEY'),
    bodyLimitBytes: integer(env, 'CONTINUO_BODY_LIMIT_BYTES', 256 * 1024, 1024, 16 * 1024 * 1024),
    keyEncryptionKey: keyEncryptionKey(env),
    traces: readTraces(env),
    payments: readPaymentAccounts(env),
    creditLimits: readCreditLimits(env),
    paymentLinkMinutes: integer(env, 'CONTINUO_PAYMENT_LINK_MINUTES', 60, 5, 30 * 24 * 60),
    simulatorLatencyMs: integer(env, 'CONTINUO_SIMULATOR_LATENCY_MS', 0, 0, 60_000),
  };
}

function integer(
  env: Environment,
  name: string,
  fallback: number,
  min: number,
  max: number,
): number {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new ConfigError(name, text, `it takes a whole number from ${min} to ${max}`);
  }
  return value;
}

function flag(env: Environment, name: string): boolean | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (['on', '1', 'true', 'yes'].includes(text)) return true;
  if (['off', '0', 'false', 'no'].includes(text)) return false;
  throw new ConfigError(name, text, 'it takes on or off');
}

function choice<T extends string>(
  env: Environment,
  name: string,
  allowed: readonly T[],
  fallback: T,
): T {
  const text = env[name];
  if (text === undefined || text === '') return fallback;
  if (!allowed.includes(text as T))
    throw new ConfigError(name, text, `it takes one of ${allowed.join(', ')}`);
  return text as T;
}

function secret(env: Environment, name: string): string | undefined {
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (!/^[\x21-\x7e]{16,200}$/.test(text)) {
    throw new ConfigError(
      name,
      '(not shown)',
      'it takes 16 to 200 printable characters without blanks',
    );
  }
  return text;
}

function keyEncryptionKey(env: Environment): string | undefined {
  const name = 'CONTINUO_KEY_ENCRYPTION_KEY';
  const text = env[name];
  if (text === undefined || text === '') return undefined;
  if (Buffer.from(text, 'base64').length !== 32)
    throw new ConfigError(name, '(not shown)', 'it takes 32 bytes in base64');
  return text;
}
