import type { ServiceName } from '@continuo/contracts/message-type';
import { ConfigError, type Environment } from '@continuo/service/config-error';

const VARIABLES: Readonly<Record<ServiceName, string>> = {
  orders: 'ORDERS_URL',
  subscriptions: 'SUBSCRIPTIONS_URL',
  payments: 'PAYMENTS_URL',
  fulfilment: 'FULFILMENT_URL',
  commissions: 'COMMISSIONS_URL',
};

/** Where the instances of each service answer: `ORDERS_URL` and so on. Throws {@link ConfigError}. */
export function readServiceUrls(
  env: Environment,
  names: readonly ServiceName[],
): ReadonlyMap<ServiceName, readonly string[]> {
  return new Map(names.map((name) => [name, urls(env, VARIABLES[name])]));
}

function urls(env: Environment, variable: string): string[] {
  const text = env[variable] ?? '';
  const parts = text.split(',').map((part) => part.trim().replace(/\/$/, ''));
  if (parts.every((part) => URL.canParse(part) && /^https?:\/\/[^/]+$/.test(part))) return parts;
  throw new ConfigError(
    variable,
    text,
    'it takes http://host:port, one for each instance, separated by commas',
  );
}
