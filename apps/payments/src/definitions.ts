import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { CARD, CREDENTIAL, NOTICE, PAYMENT } from './application/aggregates';
import { ledgerProjection } from './projections/ledger/projection';
import { paymentWorkProjection } from './projections/payment-work/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [PAYMENT, CARD, CREDENTIAL, NOTICE];
export const words: Readonly<Record<string, HistoryWords>> = {};
export const projections: readonly Projection[] = [
  ledgerProjection,
  paymentWorkProjection,
  changesProjection(
    'payments',
    aggregates.map(({ category }) => category),
    words,
  ),
];
