import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { parse } from 'csv-parse/sync';
import { CURRENCIES, minorUnitExponent, parseMinor } from '@continuo/kernel/currency';
import { aggregates, journal } from '@continuo/payments/definitions';
import { ACCOUNTS, type Account } from '@continuo/payments/domain/ledger/accounts';
import { Books } from '@continuo/payments/projections/ledger/books.fixture';
import { entryOf } from '@continuo/payments/projections/ledger/projection';
import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { hledger, whyNoHledger } from '@continuo/testing/hledger';
import { type JournalFilter, writeJournal } from './write-journal';

jest.setTimeout(60_000);

let books: Books;
const folder = mkdtempSync(join(tmpdir(), 'continuo-journal-'));
beforeAll(async () => {
  books = await Books.open(100, 11);
});
afterAll(async () => {
  await books.close();
  rmSync(folder, { recursive: true });
});

async function written(format: string, filter: JournalFilter = {}) {
  let text = '';
  const summary = await writeJournal(books.record, format, filter, async (piece) => {
    text += piece;
  });
  return { text, summary };
}

const rowsOf = (text: string) => parse(text, { columns: true }) as Record<string, string>[];
const postings = () => {
  const registry = new AggregateRegistry(aggregates);
  return books.events.flatMap((event) => entryOf(registry.upcast(event)));
};

/** Sums in minor units by account and currency. */
function sums(rows: readonly { account: string; currency: string; minor: number }[]) {
  const by: Record<string, number> = {};
  for (const { account, currency, minor } of rows) {
    const key = `${account} ${currency}`;
    by[key] = (by[key] ?? 0) + minor;
  }
  return Object.fromEntries(
    Object.entries(by)
      .filter(([, minor]) => minor !== 0)
      .sort(),
  );
}

const expected = (currency?: string) =>
  sums(
    postings()
      .filter((row) => currency === undefined || row.currency === currency)
      .map((row) => ({ ...row, minor: row.amount_minor })),
  );
const byName = (name: string) =>
  Object.keys(ACCOUNTS).find((account) => ACCOUNTS[account as Account].name === name) ?? name;
const byCode = (code: string) =>
  Object.keys(ACCOUNTS).find((account) => ACCOUNTS[account as Account].code === code) ?? code;
const minorOf = (debit: string, credit: string, currency: string) =>
  debit ? parseMinor(debit, currency) : -parseMinor(credit, currency);

describe('the exported journal', () => {
  it('has every posting, to the minor unit, as CSV', async () => {
    const { text, summary } = await written('csv');
    const rows = rowsOf(text);
    expect(summary).toMatchObject({
      postings: postings().length,
      currencies: ['CLF', 'JPY', 'KWD', 'USD'],
      position: books.events.length,
    });
    expect(rows).toHaveLength(summary.postings);
    const read = rows.map(({ account = '', currency = '', debit = '', credit = '' }) => ({
      account,
      currency,
      minor: minorOf(debit, credit, currency),
    }));
    expect(sums(read)).toEqual(expected());
  });

  it('has the columns that QuickBooks Online imports', async () => {
    const { text } = await written('quickbooks');
    expect(text.split('\r\n')[0]).toBe(
      'JournalNo,JournalDate,AccountName,Debits,Credits,Description,Currency',
    );
    const rows = rowsOf(text);
    for (const row of rows) {
      expect(row['JournalDate']).toMatch(/^(0[1-9]|1[0-2])\/[0-3]\d\/20\d\d$/);
      expect(row['JournalNo']!.length).toBeLessThanOrEqual(21);
      expect([row['Debits'], row['Credits']].filter(Boolean)).toHaveLength(1);
    }
    const read = rows.map(({ AccountName = '', Currency = '', Debits = '', Credits = '' }) => ({
      account: byName(AccountName),
      currency: Currency,
      minor: minorOf(Debits, Credits, Currency),
    }));
    expect(sums(read)).toEqual(expected());
  });

  it('has the columns of manual journals of Xero, one currency per file', async () => {
    const { text } = await written('xero', { currency: 'USD' });
    expect(text.split('\r\n')[0]).toBe(
      '*Narration,*Date,Description,*AccountCode,*TaxRate,*Amount,TrackingName1,TrackingOption1,TrackingName2,TrackingOption2',
    );
    const rows = rowsOf(text);
    const perJournal = new Map<string, number>();
    const read = rows.map((row) => {
      expect(row['*Date']).toMatch(/^[0-3]\d\/(0[1-9]|1[0-2])\/20\d\d$/);
      const minor = parseMinor(row['*Amount']!, 'USD');
      const key = `${row['*Narration']} ${row['*Date']}`;
      perJournal.set(key, (perJournal.get(key) ?? 0) + minor);
      return { account: byCode(row['*AccountCode']!), currency: 'USD', minor };
    });
    expect(sums(read)).toEqual(expected('USD'));
    expect([...perJournal.values()].filter((sum) => sum !== 0)).toEqual([]);
    await expect(written('xero')).rejects.toThrow(
      'Xero takes one currency per file, and the journal is in CLF, JPY, KWD, USD: name one with --currency.',
    );
  });

  it('holds what lies between two instants, the second left out', async () => {
    const times = [...new Set(postings().map(({ posted_at }) => posted_at))].sort();
    const middle = times[Math.floor(times.length / 2)]!;
    const [before, after] = [
      await written('csv', { until: middle }),
      await written('csv', { from: middle }),
    ];
    expect(before.summary.postings + after.summary.postings).toBe(postings().length);
    expect(rowsOf(before.text).filter(({ posted_at }) => posted_at! >= middle)).toEqual([]);
    expect(rowsOf(after.text).filter(({ posted_at }) => posted_at! < middle)).toEqual([]);
    expect((await written('csv', { currency: 'EUR' })).summary.postings).toBe(0);
  });
});

const reason = whyNoHledger();
(reason === undefined ? describe : describe.skip)(
  `hledger${reason === undefined ? '' : ` (skipped: ${reason})`}`,
  () => {
    it('finds the journal sound, and balances it as the ledger does', async () => {
      const file = join(folder, 'ledger.journal');
      writeFileSync(file, (await written('hledger')).text);
      hledger(file, 'check', '--strict');
      const flat = hledger(file, 'bal', '--flat', '--layout=bare', '-O', 'csv');
      const read = (parse(flat, { from: 2 }) as string[][])
        .filter(([account]) => account !== 'total')
        .map(([account = '', currency = '', amount = '']) => ({
          account: account.split(':')[1] ?? '',
          currency,
          minor: parseMinor(amount, currency),
        }));
      expect(sums(read)).toEqual(expected());
    });

    it('would complain of an entry that does not balance, and of an account not declared', async () => {
      const file = join(folder, 'spoilt.journal');
      const { text } = await written('hledger');
      writeFileSync(file, text.replace(/(assets:receivable {2}USD )\d+/, '$1999999'));
      expect(() => hledger(file, 'check', '--strict')).toThrow(/balance/);
      writeFileSync(file, text.replace('account assets:receivable', 'account assets:other'));
      expect(() => hledger(file, 'check', '--strict')).toThrow(/undeclared account/);
    });
  },
);

describe('amounts', () => {
  const list = resolve(process.cwd(), '../shared/data/reference/iso4217.csv');
  const there = existsSync(list);
  (there ? it : it.skip)(
    `have the decimals of their currency in every format${there ? '' : ' (skipped: ../shared/data/reference/iso4217.csv is absent)'}`,
    () => {
      const decimals = new Map<string, number>();
      for (const row of parse(readFileSync(list, 'utf8'), {
        columns: true,
        bom: true,
      }) as Record<string, string>[]) {
        const { AlphabeticCode: code = '', MinorUnit: unit = '', WithdrawalDate: gone } = row;
        if (/^\d$/.test(unit) && !gone) decimals.set(code, Number(unit));
      }
      expect(new Set(decimals.values())).toEqual(new Set([0, 2, 3, 4]));
      expect([...decimals.keys()].sort()).toEqual(CURRENCIES);
      for (const [currency, digits] of decimals) {
        expect(minorUnitExponent(currency)).toBe(digits);
        const written = digits === 0 ? '12345' : `${12345 / 10 ** digits}`;
        for (const { open } of Object.values(journal.formats)) {
          const text = open().entry({
            position: 1,
            eventId: 'e',
            eventType: 't',
            postedAt: '2026-11-22T00:00:00.000Z',
            currency,
            paymentId: null,
            orderId: null,
            postings: [
              { account: 'fees', amountMinor: 12345 },
              { account: 'cash-clearing', amountMinor: -12345 },
            ],
          });
          expect([
            currency,
            new RegExp(`(^|[ ,])-?${written.replace('.', '\\.')}([,\\n]|$)`).test(text),
          ]).toEqual([currency, true]);
        }
      }
    },
  );
});
