import type { CommissionClaimEvent } from '../commission-claim/decider';
import type { CreditEvent } from '../customer-credit/events';
import type { PaymentEvent } from '../payment/events';
import type { PrepaymentEvent } from '../prepayment/events';
import type { SettlementLineEvent } from '../settlement/settlement-line';
import { type Posting, givenBack, move, sold } from './entry';

export type LedgerEvent =
  PaymentEvent | CreditEvent | CommissionClaimEvent | PrepaymentEvent | SettlementLineEvent;

/** Streams whose events the ledger follows from. */
export const LEDGER_CATEGORIES = [
  'payment',
  'customercredit',
  'commissionclaim',
  'prepayment',
  'settlementline',
];

/**
 * The double entry that an event makes, its sum zero; none for events that move no value. Goods that
 * leave are revenue and a claim on their customer; taking money settles the claim; giving money back
 * is a refund, and what is not owed any more since goods came back reduces the claim.
 */
export function postingsOf(event: LedgerEvent): readonly Posting[] {
  switch (event.type) {
    case 'payment.package-billed.v1':
      return sold(event.data.currency, event.data.lines);
    case 'payment.captured.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'cash-clearing',
        credit: 'receivable',
      });
    case 'payment.refunded.v1':
      return givenBack(event.data.currency, event.data.lines, 'cash-clearing');
    case 'payment.claim-waived.v1':
      return givenBack(event.data.currency, event.data.lines, 'receivable');
    case 'payment.paid-by-credit.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'customer-credit',
        credit: 'receivable',
      });
    case 'payment.refunded-to-credit.v1':
      return givenBack(event.data.currency, event.data.lines, 'customer-credit');
    case 'payment.deposit-taken.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'cash-clearing',
        credit: 'customer-deposits',
      });
    case 'payment.deposit-used.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'customer-deposits',
        credit: 'receivable',
      });
    case 'payment.deposit-refunded.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'customer-deposits',
        credit: 'cash-clearing',
      });
    case 'customer-credit.granted.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'goodwill',
        credit: 'customer-credit',
      });
    case 'customer-credit.withdrawn.v1':
    case 'customer-credit.expired.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'customer-credit',
        credit: 'goodwill',
      });
    case 'payment.dispute-opened.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'disputed-funds',
        credit: 'cash-clearing',
      });
    case 'payment.dispute-won.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'cash-clearing',
        credit: 'disputed-funds',
      });
    case 'payment.dispute-lost.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'dispute-losses',
        credit: 'disputed-funds',
      });
    case 'commission-claim.accrued.v1':
    case 'commission-claim.reversed.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'commission-expense',
        credit: 'commission-payable',
      });
    case 'prepayment.revenue-deferred.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'revenue-product',
        credit: 'deferred-revenue',
      });
    case 'prepayment.shipment-recognised.v1':
    case 'prepayment.shipments-lapsed.v1':
    case 'prepayment.remainder-released.v1':
      return move(event.data.currency, event.data.amountMinor, {
        debit: 'deferred-revenue',
        credit: 'revenue-product',
      });
    case 'settlement-line.reported.v1':
      return move(event.data.currency, event.data.feeMinor, {
        debit: 'fees',
        credit: 'cash-clearing',
      });
    default:
      return [];
  }
}
