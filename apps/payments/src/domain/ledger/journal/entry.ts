import type { Instant } from '@continuo/kernel/instant';
import type { Account } from '../accounts';

/** What one event has posted: one currency, its sum zero. */
export interface JournalEntry {
  readonly position: number;
  readonly eventId: string;
  readonly eventType: string;
  readonly postedAt: Instant;
  readonly currency: string;
  readonly paymentId: string | null;
  readonly orderId: string | null;
  readonly postings: readonly { readonly account: Account; readonly amountMinor: number }[];
}

/** A journal as another program reads it, entry by entry. */
export interface JournalWriter {
  /** What comes before the first entry. */
  head(): string;
  /** Of entries in the order of the record. */
  entry(entry: JournalEntry): string;
}

export interface JournalFormat {
  /** What the program that reads it is called. */
  readonly name: string;
  /** The other program takes one currency per file. */
  readonly oneCurrency: boolean;
  readonly open: () => JournalWriter;
}

/** What an entry is about, in words that another program keeps with it. */
export function aboutOf({ eventType, paymentId, orderId }: JournalEntry): string {
  return [eventType, paymentId, orderId].filter((part) => part !== null).join(' ');
}
