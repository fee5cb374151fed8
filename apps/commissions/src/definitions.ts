import type { AnyAggregate } from '@continuo/event-store/aggregate';
import type { HistoryWords } from '@continuo/event-store/history-words';
import { changesProjection } from '@continuo/read-store/changes';
import type { Projection } from '@continuo/read-store/projection';
import { COMMISSION, PLAN_BOOK } from './application/aggregates';
import { commissionLinesProjection } from './projections/commission-lines/projection';
import { commissionStatementsProjection } from './projections/commission-statements/projection';

/** What the projector's thread and the command line know of this service: pure, quick to load. */
export const aggregates: readonly AnyAggregate[] = [PLAN_BOOK, COMMISSION];
export const words: Readonly<Record<string, HistoryWords>> = {};
export const projections: readonly Projection[] = [
  commissionLinesProjection,
  commissionStatementsProjection,
  changesProjection(
    'commissions',
    aggregates.map(({ category }) => category),
    words,
  ),
];
