import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import * as fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  daysBetween,
  instantAt,
  isLocalDate,
  isZone,
  localDateOf,
  nthDate,
  parseInterval,
  wholeIntervalsBetween,
} from './calendar';
import { instantFromMs } from './instant';

const aDate = fc.integer({ min: -25_000, max: 60_000 }).map((day) => addDays('1970-01-01', day));
const anInterval = fc
  .tuple(fc.integer({ min: 1, max: 12 }), fc.constantFrom('D', 'W', 'M', 'Y'))
  .map(([n, unit]) => `P${n}${unit}`);
const aZone = fc.constantFrom(
  'America/New_York',
  'Europe/London',
  'Australia/Lord_Howe',
  'America/St_Johns',
  'Pacific/Apia',
  'Asia/Tokyo',
  'America/Sao_Paulo',
  'Africa/Casablanca',
  'Asia/Kathmandu',
  'America/Havana',
  'Asia/Beirut',
  'UTC',
);

describe('parseInterval', () => {
  it.each([
    ['P30D', { unit: 'day', count: 30 }],
    ['P2W', { unit: 'day', count: 14 }],
    ['P1M', { unit: 'month', count: 1 }],
    ['P1Y', { unit: 'month', count: 12 }],
  ])('reads %s', (text, steps) => expect(parseInterval(text)).toEqual(steps));

  it.each([
    '',
    'P',
    'P0D',
    'P-1M',
    'P01M',
    'P1M2D',
    'P1.5M',
    'PT1H',
    'p1m',
    'P1M ',
    'P10000D',
    '1M',
  ])('refuses %p', (text) =>
    expect(() => parseInterval(text)).toThrow(expect.objectContaining({ code: 'bad-interval' })),
  );
});

describe('nthDate', () => {
  it.each([
    ['2026-01-31', 'P1M', ['2026-01-31', '2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31']],
    ['2027-11-30', 'P1M', ['2027-11-30', '2027-12-30', '2028-01-30', '2028-02-29', '2028-03-30']],
    ['2026-12-29', 'P1M', ['2026-12-29', '2027-01-29', '2027-02-28', '2027-03-29']],
    ['2028-02-29', 'P1Y', ['2028-02-29', '2029-02-28', '2030-02-28', '2031-02-28', '2032-02-29']],
    ['2096-02-29', 'P4Y', ['2096-02-29', '2100-02-28', '2104-02-29']],
    ['2026-01-31', 'P30D', ['2026-01-31', '2026-03-02', '2026-04-01']],
    ['2026-12-31', 'P2W', ['2026-12-31', '2027-01-14']],
  ])('%s every %s', (anchor, interval, dates) => {
    expect(dates.map((_, n) => nthDate(anchor, interval, n))).toEqual(dates);
  });

  it('is what calendar arithmetic from the anchor gives, for any anchor, interval and n', () => {
    fc.assert(
      fc.property(aDate, anInterval, fc.integer({ min: -20, max: 400 }), (anchor, interval, n) => {
        const { unit, count } = parseInterval(interval);
        const expected = Temporal.PlainDate.from(anchor).add(
          unit === 'day' ? { days: n * count } : { months: n * count },
        );
        expect(nthDate(anchor, interval, n)).toBe(expected.toString());
      }),
    );
  });

  it('never stands still and never drifts from the day of its anchor', () => {
    fc.assert(
      fc.property(aDate, anInterval, fc.integer({ min: 0, max: 400 }), (anchor, interval, n) => {
        const date = nthDate(anchor, interval, n);
        expect(nthDate(anchor, interval, n + 1) > date).toBe(true);
        if (parseInterval(interval).unit === 'month' && date.slice(8) !== anchor.slice(8)) {
          expect(addDays(date, 1).slice(8)).toBe('01');
        }
      }),
    );
  });

  it.each(['2026-02-30', '2026-13-01', '2026-1-1', '', '2026-00-10'])(
    'refuses the anchor %p',
    (anchor) =>
      expect(() => nthDate(anchor, 'P1M', 1)).toThrow(
        expect.objectContaining({ code: 'bad-date' }),
      ),
  );

  it('refuses to leave the years 1 to 9999', () => {
    for (const interval of ['P9999Y', 'P9999W', 'P9999M']) {
      expect(() => nthDate('9000-01-01', interval, 1_000_000)).toThrow(
        expect.objectContaining({ code: 'date-out-of-range' }),
      );
    }
  });
});

describe('wholeIntervalsBetween', () => {
  it('counts the dates of the interval that have been reached', () => {
    fc.assert(
      fc.property(aDate, anInterval, fc.integer({ min: 0, max: 3_000 }), (from, interval, days) => {
        const to = addDays(from, days);
        const n = wholeIntervalsBetween(from, to, interval);
        expect(nthDate(from, interval, n) <= to).toBe(true);
        expect(nthDate(from, interval, n + 1) > to).toBe(true);
        expect(daysBetween(from, to)).toBe(days);
      }),
    );
  });

  it('is none before the anchor', () => {
    expect(wholeIntervalsBetween('2026-05-31', '2026-05-30', 'P1D')).toBe(0);
  });
});

describe('zones', () => {
  it('knows IANA names and nothing else', () => {
    expect(['America/New_York', 'UTC', 'HST', 'Etc/GMT+5'].every(isZone)).toBe(true);
    expect(['', '+03:00', 'Mars/Olympus', 'a'.repeat(100)].some(isZone)).toBe(false);
    expect(() => localDateOf('2026-01-01T00:00:00.000Z', 'Mars/Olympus')).toThrow(
      expect.objectContaining({ code: 'bad-zone' }),
    );
  });

  it('tells the date on the wall at any instant', () => {
    fc.assert(
      fc.property(aZone, fc.integer({ min: 0, max: 4_000_000_000_000 }), (zone, ms) => {
        const expected = Temporal.Instant.fromEpochMilliseconds(ms)
          .toZonedDateTimeISO(zone)
          .toPlainDate();
        expect(localDateOf(instantFromMs(ms), zone)).toBe(expected.toString());
      }),
    );
  });

  it.each([
    ['America/New_York', '2026-03-08T07:00:00.000Z'],
    ['America/St_Johns', '2009-11-01T02:31:00.000Z'],
    ['Pacific/Apia', '2011-12-30T10:00:00.000Z'],
  ])('has the right date on both sides of a change in %s', (zone, change) => {
    for (const ms of [-1, 0, 1]) {
      const at = Date.parse(change) + ms;
      const expected = Temporal.Instant.fromEpochMilliseconds(at)
        .toZonedDateTimeISO(zone)
        .toPlainDate();
      expect(localDateOf(instantFromMs(at), zone)).toBe(expected.toString());
    }
  });

  it('finds the instant a local date begins', () => {
    expect(instantAt('2026-03-08', 'America/New_York')).toBe('2026-03-08T05:00:00.000Z');
    expect(instantAt('2026-03-09', 'America/New_York')).toBe('2026-03-09T04:00:00.000Z');
    expect(instantAt('2026-11-02', 'America/New_York')).toBe('2026-11-02T05:00:00.000Z');
  });

  it('moves a time left out by summer time forward, and takes the earlier of one that occurs twice', () => {
    expect(instantAt('2026-03-08', 'America/New_York', '02:30')).toBe('2026-03-08T07:30:00.000Z');
    expect(instantAt('2026-11-01', 'America/New_York', '01:30')).toBe('2026-11-01T05:30:00.000Z');
    // Midnight itself is left out.
    expect(instantAt('2018-11-04', 'America/Sao_Paulo')).toBe('2018-11-04T03:00:00.000Z');
  });

  it('begins each date at an instant of that date, unless the zone left the whole date out', () => {
    fc.assert(
      fc.property(aZone, aDate, (zone, date) => {
        const begins = localDateOf(instantAt(date, zone), zone);
        expect([date, addDays(date, 1)]).toContain(begins);
        expect(instantAt(date, zone) < instantAt(addDays(date, 2), zone)).toBe(true);
      }),
    );
  });
});

describe('isLocalDate', () => {
  it.each(['2028-02-29', '2000-02-29', '2026-12-31'])('knows %s', (text) =>
    expect(isLocalDate(text)).toBe(true),
  );
  it.each([
    '2027-02-29',
    '1900-02-29',
    '2026-04-31',
    '0000-01-01',
    '2026-12-31T00:00',
    ' 2026-12-31',
  ])('refuses %p', (text) => expect(isLocalDate(text)).toBe(false));
});

interface Vectors {
  dateArithmetic: {
    fn: string;
    billingPeriod: string;
    date?: string;
    n?: number;
    startDate?: string;
    endDate?: string;
    expected: string | number;
  }[];
  billCycleDay: {
    fn: string;
    startInstant?: string;
    accountTimeZone?: string;
    expected: string | number;
  }[];
}

const vectorFile = join(
  resolve(__dirname, '../../..'),
  '../shared/data/test-vectors/killbill-dates.json',
);
const present = existsSync(vectorFile);

/**
 * Calendar values of another billing system. Exceptions: `align...BillCycleDate` moves a date that was proposed to the
 * billing day near it; Continuo counts from the anchor, also where a plan fixes the day of the month. The account
 * time zone `+03:00` is a fixed offset, which is no zone here.
 */
(present ? describe : describe.skip)(
  `killbill-dates.json${present ? '' : ' (file is absent)'}`,
  () => {
    const intervalOf: Record<string, string> = {
      MONTHLY: 'P1M',
      THIRTY_DAYS: 'P30D',
      WEEKLY: 'P1W',
    };
    const vectors: Vectors = present
      ? (JSON.parse(readFileSync(vectorFile, 'utf8')) as Vectors)
      : { dateArithmetic: [], billCycleDay: [] };

    it('agrees on every date step and on whole periods', () => {
      expect(vectors.dateArithmetic.length).toBeGreaterThan(50);
      for (const vector of vectors.dateArithmetic) {
        const interval = intervalOf[vector.billingPeriod] ?? '';
        const { date = '', n = 0, startDate = '', endDate = '' } = vector;
        const actual =
          vector.fn === 'numberOfWholeBillingPeriods'
            ? wholeIntervalsBetween(startDate, endDate, interval)
            : nthDate(date, interval, vector.fn === 'recedeByNPeriods' ? -n : n);
        expect({ vector, actual }).toEqual({ vector, actual: vector.expected });
      }
    });

    it('agrees on the day of the month in the zone of the account', () => {
      const ours = vectors.billCycleDay.filter(
        (vector) => vector.fn === 'bcdFromStart' && vector.accountTimeZone !== '+03:00',
      );
      expect(ours.length).toBe(5);
      for (const { startInstant = '', accountTimeZone = '', expected } of ours) {
        expect(Number(localDateOf(startInstant, accountTimeZone).slice(8))).toBe(expected);
      }
    });
  },
);
