import { isCurrency } from '@continuo/kernel/currency';
import { ConfigError, type Environment } from './config-error';

/** What people of a role may grant one customer within thirty days: minor units by currency. */
export interface CreditLimits {
  readonly agent?: Readonly<Record<string, number>>;
  readonly supervisor?: Readonly<Record<string, number>>;
}

const NAME = 'CONTINUO_CREDIT_LIMITS';
const DEFAULT = 'agent USD 2500, supervisor USD 25000';
const TAKES = `it takes a role, a currency and minor units, with commas between, such as ${DEFAULT}`;

/**
 * `agent USD 2500, agent EUR 2500, supervisor USD 25000`: a role that is named may grant nothing in
 * other currencies, a role that is not named has no limit. Throws {@link ConfigError}.
 */
export function readCreditLimits(env: Environment): CreditLimits {
  const text = env[NAME] || DEFAULT;
  const limits: { agent?: Record<string, number>; supervisor?: Record<string, number> } = {};
  for (const part of text.split(',')) {
    const [role = '', currency = '', minor = '', ...more] = part.trim().split(/\s+/);
    if (role !== 'agent' && role !== 'supervisor') throw new ConfigError(NAME, text, TAKES);
    if (!isCurrency(currency) || !/^\d{1,15}$/.test(minor) || more.length > 0)
      throw new ConfigError(NAME, text, TAKES);
    limits[role] = { ...limits[role], [currency]: Number(minor) };
  }
  return limits;
}
