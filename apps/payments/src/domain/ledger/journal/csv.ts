import { formatMinor } from '@continuo/kernel/currency';
import { ACCOUNTS } from '../accounts';
import { type JournalEntry, type JournalFormat, aboutOf } from './entry';

/** RFC 4180. */
const row = (cells: readonly (string | number | null)[]) =>
  `${cells.map((cell) => quoted(String(cell ?? ''))).join(',')}\r\n`;

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

interface Side {
  readonly account: JournalEntry['postings'][number]['account'];
  /** With the decimals of the currency; negative for a credit. */
  readonly amount: string;
  /** Empty on the other side. */
  readonly debit: string;
  readonly credit: string;
}

function sidesOf({ postings, currency }: JournalEntry): readonly Side[] {
  return postings.map(({ account, amountMinor }) => ({
    account,
    amount: formatMinor(amountMinor, currency),
    debit: amountMinor > 0 ? formatMinor(amountMinor, currency) : '',
    credit: amountMinor < 0 ? formatMinor(-amountMinor, currency) : '',
  }));
}

function csvFormat(
  name: string,
  columns: readonly string[],
  cells: (entry: JournalEntry, side: Side) => readonly (string | number | null)[],
  oneCurrency = false,
): JournalFormat {
  return {
    name,
    oneCurrency,
    open: () => ({
      head: () => row(columns),
      entry: (entry) =>
        sidesOf(entry)
          .map((side) => row(cells(entry, side)))
          .join(''),
    }),
  };
}

/** Everything there is, a posting a line. */
export const CSV = csvFormat(
  'any spreadsheet',
  [
    'position',
    'event_id',
    'event_type',
    'posted_at',
    'payment_id',
    'order_id',
    'account_code',
    'account',
    'currency',
    'debit',
    'credit',
  ],
  (entry, { account, debit, credit }) => [
    entry.position,
    entry.eventId,
    entry.eventType,
    entry.postedAt,
    entry.paymentId,
    entry.orderId,
    ACCOUNTS[account].code,
    account,
    entry.currency,
    debit,
    credit,
  ],
);

/** Journal entries for the import of QuickBooks Online: dates as month/day/year, accounts by name. */
export const QUICKBOOKS = csvFormat(
  'QuickBooks Online',
  ['JournalNo', 'JournalDate', 'AccountName', 'Debits', 'Credits', 'Description', 'Currency'],
  (entry, { account, debit, credit }) => [
    `C${entry.position}`,
    `${entry.postedAt.slice(5, 7)}/${entry.postedAt.slice(8, 10)}/${entry.postedAt.slice(0, 4)}`,
    ACCOUNTS[account].name,
    debit,
    credit,
    `${aboutOf(entry)} ${entry.eventId}`,
    entry.currency,
  ],
);

/**
 * Manual journals for the import of Xero: dates as day/month/year, accounts by code, one signed
 * amount. Lines of one narration and date are one journal, so the narration names the event.
 */
export const XERO = csvFormat(
  'Xero',
  [
    '*Narration',
    '*Date',
    'Description',
    '*AccountCode',
    '*TaxRate',
    '*Amount',
    'TrackingName1',
    'TrackingOption1',
    'TrackingName2',
    'TrackingOption2',
  ],
  (entry, { account, amount }) => [
    `${entry.eventType} ${entry.eventId}`,
    `${entry.postedAt.slice(8, 10)}/${entry.postedAt.slice(5, 7)}/${entry.postedAt.slice(0, 4)}`,
    aboutOf(entry),
    ACCOUNTS[account].code,
    'Tax Exempt',
    amount,
    '',
    '',
    '',
    '',
  ],
  true,
);
