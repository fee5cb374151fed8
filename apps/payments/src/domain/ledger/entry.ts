import type { LineAmount } from '../payment/facts';
import type { Account } from './accounts';

/** One side of an entry; debits are positive, credits negative. */
export interface Posting {
  readonly account: Account;
  readonly currency: string;
  readonly amountMinor: number;
}

/** An entry in one currency from its sides; sides of nothing are left out. */
export function entry(
  currency: string,
  sides: readonly (readonly [Account, number])[],
): readonly Posting[] {
  return sides
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([account, amountMinor]) => ({ account, currency, amountMinor }));
}

/** Moves an amount: what is debited is credited elsewhere. A negative one moves back. */
export function move(
  currency: string,
  amountMinor: number,
  { debit, credit }: { readonly debit: Account; readonly credit: Account },
): readonly Posting[] {
  return entry(currency, [
    [debit, amountMinor],
    [credit, -amountMinor],
  ]);
}

/** Goods that leave: their customer owes the price, the tax is owed on. */
export function sold(currency: string, lines: readonly LineAmount[]): readonly Posting[] {
  return entry(currency, [
    ['receivable', sum(lines, 'amountMinor')],
    ['revenue-product', -sum(lines, 'goodsMinor')],
    ['revenue-shipping', -sum(lines, 'shippingMinor')],
    ['tax-payable', -sum(lines, 'taxMinor')],
  ]);
}

/** A sale taken back: in money, as a claim that is not held any more, or as credit. */
export function givenBack(
  currency: string,
  lines: readonly LineAmount[],
  from: Account,
): readonly Posting[] {
  return entry(currency, [
    ['refunds', sum(lines, 'goodsMinor') + sum(lines, 'shippingMinor')],
    ['tax-payable', sum(lines, 'taxMinor')],
    [from, -sum(lines, 'amountMinor')],
  ]);
}

function sum(
  lines: readonly LineAmount[],
  part: 'amountMinor' | 'goodsMinor' | 'shippingMinor' | 'taxMinor',
): number {
  return lines.reduce((minor, line) => minor + line[part], 0);
}
