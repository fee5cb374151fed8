import { Temporal } from 'temporal-polyfill';
import { DomainError } from './domain-error';
import {
  type Instant,
  type Interval,
  type LocalDate,
  type Zone,
  instantFromMs,
  msFromInstant,
} from './instant';
import { offsetMsAt } from './zone-offsets';

const DAY_MS = 86_400_000;
/** Distinct texts and (date, zone) pairs remembered; beyond it a memory starts afresh. */
const REMEMBERED = 4_096;

/** An interval in the unit it is counted in: weeks are days, years are months. `P30D` is not `P1M`. */
export interface IntervalSteps {
  readonly unit: 'day' | 'month';
  readonly count: number;
}

const intervals = new Map<Interval, IntervalSteps>();

/**
 * Reads `P<n>D`, `P<n>W`, `P<n>M` or `P<n>Y`: one unit, 1 to 9999, no leading zero.
 * Throws DomainError `bad-interval`.
 */
export function parseInterval(text: string): IntervalSteps {
  const known = intervals.get(text);
  if (known) return known;
  const match = /^P([1-9]\d{0,3})([DWMY])$/.exec(text);
  if (!match) {
    throw new DomainError(
      'bad-interval',
      `'${text}' is no interval: write P30D, P2W, P1M or P1Y (one unit, a positive whole number).`,
      'invalid',
    );
  }
  const n = Number(match[1]);
  const steps: IntervalSteps =
    match[2] === 'D' || match[2] === 'W'
      ? { unit: 'day', count: match[2] === 'W' ? n * 7 : n }
      : { unit: 'month', count: match[2] === 'Y' ? n * 12 : n };
  return remember(intervals, text, steps);
}

/**
 * The date `n` intervals after the anchor, always computed from the anchor: an anchor on the 31st
 * gives the last day of a short month and the 31st again after it. `n` may be 0 or negative.
 * Throws DomainError `bad-interval`, `bad-date` or `date-out-of-range` (years 1 to 9999).
 */
export function nthDate(anchor: LocalDate, interval: Interval, n: number): LocalDate {
  const { unit, count } = parseInterval(interval);
  if (unit === 'day') return addDays(anchor, count * n);
  const { year, month, day } = partsOf(anchor);
  const months = year * 12 + (month - 1) + count * n;
  const toYear = Math.floor(months / 12);
  const toMonth = months - toYear * 12 + 1;
  return dateText(toYear, toMonth, Math.min(day, daysInMonth(toYear, toMonth)));
}

/** The date `days` later, or earlier when negative. Throws as {@link nthDate} does. */
export function addDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayOf(date) + days);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: LocalDate, to: LocalDate): number {
  return dayOf(to) - dayOf(from);
}

/** How many whole intervals, counted from the anchor `from`, have passed on `to`; 0 before it. */
export function wholeIntervalsBetween(from: LocalDate, to: LocalDate, interval: Interval): number {
  if (to <= from) return 0;
  const { unit, count } = parseInterval(interval);
  if (unit === 'day') return Math.floor(daysBetween(from, to) / count);
  const a = partsOf(from);
  const b = partsOf(to);
  const n = Math.floor((b.year * 12 + b.month - a.year * 12 - a.month) / count);
  return n > 0 && nthDate(from, interval, n) > to ? n - 1 : n;
}

/** The date that the clock on the wall shows at an instant. Throws DomainError `bad-zone`. */
export function localDateOf(instant: Instant, zone: Zone): LocalDate {
  const epochMs = msFromInstant(instant);
  return dateOfDay(Math.floor((epochMs + offsetMsAt(epochMs, zone)) / DAY_MS));
}

const instants = new Map<string, Instant>();

/**
 * The instant at which a local date and time of day (`HH:MM`, midnight unless given) is reached. A time that the change to
 * summer time leaves out moves forward by the gap; one that occurs twice is the earlier
 * ('compatible', as RFC 5545 has it). Throws DomainError `bad-date`, `bad-time` or `bad-zone`.
 */
export function instantAt(date: LocalDate, zone: Zone, time = '00:00'): Instant {
  const key = `${date}T${time}[${zone}]`;
  const known = instants.get(key);
  if (known) return known;
  partsOf(date);
  requireZone(zone);
  if (!/^([01]\d|2[0-3]):[0-5]\d$/.test(time)) {
    throw new DomainError('bad-time', `'${time}' is no time of day.`, 'invalid');
  }
  const zoned = Temporal.PlainDateTime.from(`${date}T${time}`).toZonedDateTime(zone, {
    disambiguation: 'compatible',
  });
  return remember(instants, key, instantFromMs(zoned.epochMilliseconds));
}

/** Whether a text is a date that exists, `2028-02-29`. */
export function isLocalDate(text: string): boolean {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return false;
  const [year, month, day] = [Number(match[1]), Number(match[2]), Number(match[3])];
  return year >= 1 && month >= 1 && month <= 12 && day >= 1 && day <= daysInMonth(year, month);
}

const zones = new Set<Zone>();

/** Whether a text names an IANA time zone. A fixed offset (`+03:00`) is none: it knows no summer time. */
export function isZone(text: string): boolean {
  if (zones.has(text)) return true;
  if (!/^[A-Za-z][A-Za-z0-9_+/-]{0,63}$/.test(text)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
  } catch {
    return false;
  }
  zones.add(text);
  return true;
}

export function requireZone(zone: Zone): void {
  if (!isZone(zone))
    throw new DomainError('bad-zone', `'${zone}' is no IANA time zone.`, 'invalid');
}

function partsOf(date: LocalDate): { year: number; month: number; day: number } {
  if (!isLocalDate(date)) {
    throw new DomainError('bad-date', `'${date}' is no date that exists.`, 'invalid');
  }
  return {
    year: Number(date.slice(0, 4)),
    month: Number(date.slice(5, 7)),
    day: Number(date.slice(8, 10)),
  };
}

/** Days since 1970-01-01; a date without a zone has no summer time, so UTC arithmetic is exact. */
function dayOf(date: LocalDate): number {
  const { year, month, day } = partsOf(date);
  return new Date(0).setUTCFullYear(year, month - 1, day) / DAY_MS;
}

function dateOfDay(day: number): LocalDate {
  const date = new Date(day * DAY_MS);
  return dateText(date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate());
}

function dateText(year: number, month: number, day: number): LocalDate {
  if (!(year >= 1 && year <= 9999)) {
    throw new DomainError(
      'date-out-of-range',
      'The date lies outside the years 1 to 9999.',
      'invalid',
    );
  }
  return `${String(year).padStart(4, '0')}-${month < 10 ? '0' : ''}${month}-${day < 10 ? '0' : ''}${day}`;
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

function remember<V>(memory: Map<string, V>, key: string, value: V): V {
  if (memory.size >= REMEMBERED) memory.clear();
  memory.set(key, value);
  return value;
}
