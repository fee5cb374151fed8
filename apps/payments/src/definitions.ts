import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import {
  ARREARS,
  CARD,
  COMMISSION_CLAIM,
  DISPUTE,
  DUNNING_POLICIES,
  FINANCE_ALERT,
  NOTICE,
  PAYMENT,
  PREPAYMENT,
  SALE_PROOF,
  SETTLEMENT_LINE,
  SETTLEMENT_REPORT,
} from './application/aggregates';
import { CREDENTIAL } from './application/credential-aggregate';
import { CUSTOMER_CREDIT } from './application/credit-aggregate';
import { LEDGER_CATEGORIES } from './domain/ledger/postings';
import { AccountTrail } from './domain/reconciliation/account-trail';
import { SETTLEMENT_DAYS, breakOf } from './domain/reconciliation/breaks';
import { Matching } from './domain/reconciliation/matching';
import { JOURNAL_FORMATS } from './domain/ledger/journal/formats';
import { declinesProjection } from './projections/declines/projection';
import { disputesProjection } from './projections/disputes/projection';
import { totalsOf } from './domain/reconciliation/totals';
import { reconciliationProjection } from './projections/reconciliation/projection';
import { financeAlertsProjection } from './projections/finance-alerts/projection';
import { paymentWorkProjection } from './projections/payment-work/projection';
import { journalEntryOf, ledgerProjection } from './projections/ledger/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [
  PAYMENT,
  CARD,
  CREDENTIAL,
  NOTICE,
  COMMISSION_CLAIM,
  PREPAYMENT,
  SETTLEMENT_LINE,
  SETTLEMENT_REPORT,
  DUNNING_POLICIES,
  ARREARS,
  DISPUTE,
  SALE_PROOF,
  FINANCE_ALERT,
  CUSTOMER_CREDIT,
];
export const words: Readonly<Record<string, HistoryWords>> = {};
export const projections: readonly Projection[] = [
  ledgerProjection,
  paymentWorkProjection,
  financeAlertsProjection,
  reconciliationProjection,
  disputesProjection,
  declinesProjection,
  changesProjection(
    'payments',
    aggregates.map(({ category }) => category),
    words,
  ),
];

/** The ledger as a journal: from which streams, the entry of an event, and how others read it. */
export const journal = {
  categories: LEDGER_CATEGORIES,
  entryOf: journalEntryOf,
  formats: JOURNAL_FORMATS,
};

/** Bringing the ledger's movements and a processor's lines together, outside a running service. */
export const reconciliation = {
  categories: reconciliationProjection.categories,
  settlementDays: SETTLEMENT_DAYS,
  matching: () => new Matching(),
  trail: () => new AccountTrail(),
  breakOf,
  totalsOf,
};
