import { ACCOUNTS, type Account } from '../domain/ledger/accounts';
import type { Aging } from '../domain/ledger/aging';
import type { AccountTotals } from '../domain/ledger/trial-balance';
import type { AgedClaim, CurrencyBalance } from '../application/customer-account';
import type { PostingRow } from '../projections/ledger/projection';
import type {
  AgedBalanceView,
  AgingView,
  CustomerClaimView,
  LedgerBalanceView,
  PostingView,
} from './ledger.dto';

export function balanceView({
  currency,
  account,
  debitsMinor,
  creditsMinor,
}: AccountTotals): LedgerBalanceView {
  const { code, name } = ACCOUNTS[account as Account];
  return {
    currency,
    account,
    code,
    name,
    debits_minor: debitsMinor,
    credits_minor: creditsMinor,
    balance_minor: debitsMinor - creditsMinor,
  };
}

export function postingView({ position: _, number: __, ...posting }: PostingRow): PostingView {
  return posting;
}

function agingView(aging: Aging): AgingView {
  return {
    not_due_minor: aging.notDueMinor,
    days_1_to_30_minor: aging.upTo30DaysMinor,
    days_31_to_60_minor: aging.upTo60DaysMinor,
    days_61_to_90_minor: aging.upTo90DaysMinor,
    days_over_90_minor: aging.over90DaysMinor,
  };
}

export function agedBalanceView(balance: CurrencyBalance): AgedBalanceView {
  const { currency, claims, receivableMinor, creditMinor, aging } = balance;
  return {
    currency,
    claims,
    receivable_minor: receivableMinor,
    credit_minor: creditMinor,
    aging: agingView(aging),
  };
}

export function claimView(claim: AgedClaim): CustomerClaimView {
  return {
    payment_id: claim.paymentId,
    order_id: claim.orderId,
    currency: claim.currency,
    billed_on: claim.billedOn,
    receivable_minor: claim.outstandingMinor,
    aging: agingView(claim.aging),
  };
}
