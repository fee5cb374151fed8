import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { CARD, PAYMENT } from './application/aggregates';
import { ledgerProjection } from './projections/ledger/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [PAYMENT, CARD];
export const words: Readonly<Record<string, HistoryWords>> = {};
export const projections: readonly Projection[] = [
  ledgerProjection,
  changesProjection(
    'payments',
    aggregates.map(({ category }) => category),
    words,
  ),
];
