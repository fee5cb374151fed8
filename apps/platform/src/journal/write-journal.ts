import { AggregateRegistry } from '@continuo/event-store/aggregate';
import type { Instant } from '@continuo/kernel/instant';
import { aggregates, journal } from '@continuo/payments/definitions';
import type { RecordFacts } from '../verify/facts';

export interface JournalFilter {
  /** Inclusive, in business time. */
  readonly from?: Instant;
  /** Exclusive. */
  readonly until?: Instant;
  readonly currency?: string;
}

export interface JournalSummary {
  readonly entries: number;
  readonly postings: number;
  readonly currencies: readonly string[];
  /** Place of the record that the journal reflects. */
  readonly position: number;
}

type Entry = NonNullable<ReturnType<typeof journal.entryOf>>;
type Reader = Pick<RecordFacts, 'head' | 'readAll'>;

const PAGE = 1000;

/** The format takes one currency per file, and the entries are in several. */
export class SeveralCurrenciesError extends Error {
  constructor(
    readonly program: string,
    readonly currencies: readonly string[],
  ) {
    super(
      `${program} takes one currency per file, and the journal is in ${currencies.join(', ')}: name one with --currency.`,
    );
    this.name = 'SeveralCurrenciesError';
  }
}

async function* entriesOf(record: Reader, upTo: number, filter: JournalFilter) {
  const registry = new AggregateRegistry(aggregates);
  const { from, until, currency } = filter;
  for (let after = 0; after < upTo;) {
    const { categories } = journal;
    const page = await record.readAll({ after, maxCount: PAGE, categories });
    for (const recorded of page.events) {
      if (recorded.position > upTo) return;
      const entry = journal.entryOf(registry.upcast(recorded));
      if (!entry) continue;
      if (from !== undefined && entry.postedAt < from) continue;
      if (until !== undefined && entry.postedAt >= until) continue;
      if (currency !== undefined && entry.currency !== currency) continue;
      yield entry;
    }
    after = page.upTo;
  }
}

/** Hands the journal, from its head to its last entry, to `write`, piece by piece. */
export async function writeJournal(
  record: Reader,
  format: keyof typeof journal.formats,
  filter: JournalFilter,
  write: (text: string) => Promise<void>,
): Promise<JournalSummary> {
  const { name, oneCurrency, open } = journal.formats[format]!;
  const position = await record.head();
  if (oneCurrency && filter.currency === undefined) {
    const found = new Set<string>();
    for await (const { currency } of entriesOf(record, position, filter)) found.add(currency);
    if (found.size > 1) throw new SeveralCurrenciesError(name, [...found].sort());
  }
  const writer = open();
  await write(writer.head());
  let [entries, postings] = [0, 0];
  const currencies = new Set<string>();
  for await (const entry of entriesOf(record, position, filter) as AsyncIterable<Entry>) {
    await write(writer.entry(entry));
    entries += 1;
    postings += entry.postings.length;
    currencies.add(entry.currency);
  }
  return { entries, postings, currencies: [...currencies].sort(), position };
}
