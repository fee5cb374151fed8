import type { PaymentEvent } from '../payment/events';
import type { LineAmount } from '../payment/facts';

export type Account =
  | 'receivable'
  | 'cash-clearing'
  | 'revenue-product'
  | 'revenue-shipping'
  | 'tax-payable'
  | 'refunds';

/** One side of an entry; debits are positive, credits negative. */
export interface Posting {
  readonly account: Account;
  readonly currency: string;
  readonly amountMinor: number;
}

/**
 * The double entry that an event makes, its sum zero; none for events that move no value. Goods that
 * leave are revenue and a claim on their customer; taking money settles the claim; giving money back
 * is a refund, and what is not owed any more since goods came back reduces the claim.
 */
export function postingsOf(event: PaymentEvent): readonly Posting[] {
  switch (event.type) {
    case 'payment.package-billed.v1': {
      const { currency, lines } = event.data;
      return entry(currency, [
        ['receivable', total(lines)],
        ['revenue-product', -sum(lines, 'goodsMinor')],
        ['revenue-shipping', -sum(lines, 'shippingMinor')],
        ['tax-payable', -sum(lines, 'taxMinor')],
      ]);
    }
    case 'payment.captured.v1': {
      const { currency, amountMinor } = event.data;
      return entry(currency, [
        ['cash-clearing', amountMinor],
        ['receivable', -amountMinor],
      ]);
    }
    case 'payment.refunded.v1':
      return givenBack(event.data.currency, event.data.lines, 'cash-clearing');
    case 'payment.claim-waived.v1':
      return givenBack(event.data.currency, event.data.lines, 'receivable');
    default:
      return [];
  }
}

function givenBack(currency: string, lines: readonly LineAmount[], from: Account) {
  return entry(currency, [
    ['refunds', sum(lines, 'goodsMinor') + sum(lines, 'shippingMinor')],
    ['tax-payable', sum(lines, 'taxMinor')],
    [from, -total(lines)],
  ]);
}

function entry(currency: string, sides: readonly (readonly [Account, number])[]): Posting[] {
  return sides
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([account, amountMinor]) => ({ account, currency, amountMinor }));
}

function total(lines: readonly LineAmount[]): number {
  return sum(lines, 'amountMinor');
}

function sum(
  lines: readonly LineAmount[],
  part: 'amountMinor' | 'goodsMinor' | 'shippingMinor' | 'taxMinor',
): number {
  return lines.reduce((minor, line) => minor + line[part], 0);
}
