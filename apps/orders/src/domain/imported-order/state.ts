import type { Instant } from '@continuo/kernel/instant';
import type { HistoricLine, RecordedLines } from './events';

export interface DatedLine extends HistoricLine {
  readonly orderedAt: Instant;
}

/** A closed fact of the past: it is not charged, shipped or changed any more. */
export interface KnownImportedOrder extends Omit<RecordedLines, 'lines'> {
  readonly status: 'recorded';
  readonly lines: readonly DatedLine[];
  readonly totalMinor: number;
}

export type ImportedOrderState = { readonly status: 'none' } | KnownImportedOrder;
