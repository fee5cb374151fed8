import type { Change } from './commands';
import { PRICE_TOLERANCE_PERCENT } from './policy';
import type { Program } from './state';

/** What only a supervisor may decide, and the range an agent may decide alone. */
export interface Approval {
  readonly what: 'price';
  readonly fromMinor: number;
  readonly toMinor: number;
}

/** The plan's own price of the product that the program ships now. */
export function planPriceMinor(program: Program): number {
  const product = program.plan.products.find(({ sku }) => sku === program.sku);
  return product ? product.unitPriceMinor : program.unitPriceMinor;
}

/** Null when an agent may make the change alone. */
export function approvalFor(program: Program, change: Change): Approval | null {
  if (change.kind !== 'price') return null;
  const price = planPriceMinor(program);
  const fromMinor = Math.ceil((price * (100 - PRICE_TOLERANCE_PERCENT)) / 100);
  const toMinor = Math.floor((price * (100 + PRICE_TOLERANCE_PERCENT)) / 100);
  const within = change.unitPriceMinor >= fromMinor && change.unitPriceMinor <= toMinor;
  return within ? null : { what: 'price', fromMinor, toMinor };
}
