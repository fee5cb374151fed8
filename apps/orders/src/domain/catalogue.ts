import { DomainError } from '@continuo/kernel/domain-error';

/** Prices in minor units by ISO 4217 currency. */
export type PricesMinor = Readonly<Record<string, number>>;

export const alreadyExists = (what: string, id: string) =>
  new DomainError(
    `${what}-exists`,
    `There is a ${what} ${id} already, with other terms.`,
    'conflict',
    { id },
  );

/** True when two plain values say the same: a registration that came twice. */
export function sameTerms(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const keys = Object.keys(a);
  if (keys.length !== Object.keys(b).length) return false;
  return keys.every((key) =>
    sameTerms((a as Record<string, unknown>)[key], (b as Record<string, unknown>)[key]),
  );
}
