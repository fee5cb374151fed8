import type { HistoryRow } from './row-reader';

/** All rows of one document that were read so far. */
export interface DocumentGroup {
  readonly number: string;
  readonly rows: HistoryRow[];
  /** Number of the row, in the file, that came last. */
  lastRow: number;
}

export interface GroupingLimits {
  /** A document is taken for complete when none of so many rows belonged to it. */
  readonly quietRows: number;
  /** Rows held at most; the documents that were quiet longest go first. */
  readonly heldRows: number;
}

export const GROUPING_LIMITS: GroupingLimits = { quietRows: 5_000, heldRows: 50_000 };

/**
 * Gathers the rows of a document, which need not follow each other, in bounded memory. A document
 * that goes on after it was taken for complete is scattered: it is gathered in another reading.
 */
export class DocumentGroups {
  private readonly open = new Map<string, DocumentGroup>();
  private readonly closed = new Set<string>();
  readonly scattered = new Set<string>();
  private held = 0;
  private row = 0;

  constructor(private readonly limits: GroupingLimits = GROUPING_LIMITS) {}

  /** The group the row now belongs to; undefined for a scattered document. */
  add(row: HistoryRow): void {
    this.row += 1;
    const { number } = row;
    let group = this.open.get(number);
    if (!group) {
      if (this.closed.has(number)) return void this.scattered.add(number);
      this.open.set(number, (group = { number, rows: [], lastRow: 0 }));
    }
    group.rows.push(row);
    group.lastRow = this.row;
    this.held += 1;
  }

  /** The customer an open document is known to belong to, '' when none. */
  customerOf(number: string): string {
    return this.open.get(number)?.rows.find(({ customer }) => customer !== '')?.customer ?? '';
  }

  /** Documents taken for complete; asked after every batch of rows. */
  takeComplete(): readonly DocumentGroup[] {
    const quiet = [...this.open.values()].filter(
      ({ lastRow }) => this.row - lastRow >= this.limits.quietRows,
    );
    const taken = quiet.map((group) => this.take(group));
    if (this.held <= this.limits.heldRows) return taken;
    for (const group of [...this.open.values()].sort((a, b) => a.lastRow - b.lastRow)) {
      if (this.held <= this.limits.heldRows / 2) break;
      taken.push(this.take(group));
    }
    return taken;
  }

  takeAll(): readonly DocumentGroup[] {
    return [...this.open.values()].map((group) => this.take(group));
  }

  private take(group: DocumentGroup): DocumentGroup {
    this.open.delete(group.number);
    this.closed.add(group.number);
    this.held -= group.rows.length;
    return group;
  }
}
