import type { Instant, Zone } from '@continuo/kernel/instant';

/** What the source's document was: a sale, a cancellation (credit note) or a correction of accounts. */
export type DocumentKind = 'order' | 'cancellation' | 'adjustment';

/** A line as it stood in the source. */
export interface HistoricLine {
  readonly sku: string;
  /** Description as it was then. */
  readonly name: string;
  /** Negative where goods came back or were written off. */
  readonly quantity: number;
  /** Exact, in major units: prices may be finer than the currency's minor unit. */
  readonly unitPrice: string;
  /** Fraction taken off, exact; absent when the source knows none. */
  readonly discount?: string;
  /** unit price x quantity x (1 - discount), rounded once, half up. */
  readonly amountMinor: number;
}

/** Lines of one document and one moment; each such event says by itself what document it is. */
export interface RecordedLines {
  readonly orderId: string;
  readonly document: DocumentKind;
  /** Where the history comes from, and the document's number there. */
  readonly source: string;
  readonly number: string;
  readonly customerId: string | null;
  readonly country: string | null;
  /** Who sold it, as the source names them. */
  readonly soldBy: string | null;
  readonly currency: string;
  readonly orderedAt: Instant;
  /** Where the source's clock stood. */
  readonly zone: Zone;
  readonly lines: readonly HistoricLine[];
}

export type ImportedOrderEvent = {
  readonly type: 'imported-order.lines-recorded.v1';
  readonly data: RecordedLines;
};
