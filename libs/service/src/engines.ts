import { checkEventStoreUrl } from '@continuo/event-store/eventstoredb/connection-string';
import type { Postgres } from '@continuo/postgres/postgres';
import { ConfigError, type Environment, withoutPassword } from './config-error';
import { readKafkaBrokers } from './kafka-brokers';

/** What one process keeps its part of the work in; `docs/operations.md` says which goes with which. */
export interface Engines {
  readonly eventStore:
    { readonly kind: 'sqlite' } | { readonly kind: 'eventstoredb'; readonly url: string };
  readonly messaging:
    | { readonly kind: 'in-process' }
    | { readonly kind: 'kafka'; readonly brokers: readonly string[] };
  readonly readStore: { readonly kind: 'sqlite' | 'postgres' };
  /** Customers' keys and access keys. */
  readonly keys: { readonly kind: 'local' | 'postgres' };
  /** What the simulated payment gateway remembers: of one process, or of several. */
  readonly simulatorBooks: { readonly kind: 'file' | 'postgres' };
  /** Undefined while nothing is kept in PostgreSQL. */
  readonly postgresUrl: string | undefined;
}

/**
 * Which engine each port runs on; the embedded ones unless told otherwise. Throws {@link ConfigError},
 * or `EventStoreUrlError`.
 */
export function readEngines(env: Environment): Engines {
  const engines = {
    eventStore: pick<Engines['eventStore']>(env, 'CONTINUO_EVENT_STORE', {
      sqlite: () => ({ kind: 'sqlite' }),
      eventstoredb: () => ({
        kind: 'eventstoredb',
        url: checkEventStoreUrl(env.EVENTSTORE_URL),
      }),
    }),
    messaging: pick<Engines['messaging']>(env, 'CONTINUO_MESSAGING', {
      'in-process': () => ({ kind: 'in-process' }),
      kafka: () => ({ kind: 'kafka', brokers: readKafkaBrokers(env) }),
    }),
    readStore: pick<Engines['readStore']>(env, 'CONTINUO_READ_STORE', {
      sqlite: () => ({ kind: 'sqlite' }),
      postgres: () => ({ kind: 'postgres' }),
    }),
    keys: pick<Engines['keys']>(env, 'CONTINUO_KEYS', {
      local: () => ({ kind: 'local' }),
      postgres: () => ({ kind: 'postgres' }),
    }),
    simulatorBooks: pick<Engines['simulatorBooks']>(env, 'CONTINUO_SIMULATOR_BOOKS', {
      file: () => ({ kind: 'file' }),
      postgres: () => ({ kind: 'postgres' }),
    }),
  };
  requireTogether(engines);
  const { messaging, readStore, keys, simulatorBooks } = engines;
  const uses =
    messaging.kind === 'kafka' ||
    [readStore, keys, simulatorBooks].some(({ kind }) => kind === 'postgres');
  return { ...engines, postgresUrl: uses ? postgres(env) : undefined };
}

/** A record that several processes share goes with read models and keys that they share too. */
function requireTogether({ eventStore, readStore, keys }: Omit<Engines, 'postgresUrl'>): void {
  if (eventStore.kind !== 'eventstoredb') return;
  const because = 'with CONTINUO_EVENT_STORE=eventstoredb it takes postgres';
  if (readStore.kind !== 'postgres')
    throw new ConfigError('CONTINUO_READ_STORE', readStore.kind, because);
  if (keys.kind !== 'postgres') throw new ConfigError('CONTINUO_KEYS', keys.kind, because);
}

/** Whether other processes may share the record with this one. */
export function sharesRecord({ eventStore }: Engines): boolean {
  return eventStore.kind === 'eventstoredb';
}

/** The first named kind is the default. */
function pick<Made>(
  env: Environment,
  variable: string,
  kinds: Readonly<Record<string, () => Made>>,
): Made {
  const names = Object.keys(kinds);
  const named = env[variable] || names[0]!;
  if (!Object.hasOwn(kinds, named))
    throw new ConfigError(variable, named, `it takes one of ${names.join(', ')}`);
  return kinds[named]!();
}

function url(env: Environment, variable: string, form: RegExp, example: string): string {
  const text = env[variable] ?? '';
  if (form.test(text)) return text;
  throw new ConfigError(variable, withoutPassword(text), `it takes an address such as ${example}`);
}

function postgres(env: Environment): string {
  return url(
    env,
    'POSTGRES_URL',
    /^postgres(ql)?:\/\//,
    'postgres://user:password@host:5432/continuo',
  );
}

/** The configuration sees to it that there is one. */
export function needed(postgres: Postgres | undefined): Postgres {
  if (!postgres) throw new Error('POSTGRES_URL was not read');
  return postgres;
}
