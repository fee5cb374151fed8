import type { Instant } from '@continuo/kernel/instant';

/** One test of one value, and what to do when it fails. */
export interface FieldRule {
  /** camelCase; the name class-validator reports. */
  readonly name: string;
  readonly test: (value: unknown) => boolean;
  /** Imperative, complete sentence: what the caller has to send. */
  readonly detail: string;
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d{1,9})?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/;
const LOCAL_DATE = /^(\d{4})-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])$/;
const ZONE = /^[A-Za-z][A-Za-z0-9_+-]*(?:\/[A-Za-z0-9_+-]+)*$/;
/** Private-use and test codes that ICU lists but nobody is paid in; the XA., XC., XO., XP. unions are money. */
const MONEY_X_CODES = new Set(['XAF', 'XCD', 'XCG', 'XOF', 'XPF']);
/** Regions that ICU names but ISO 3166-1 does not list as countries. */
const NOT_COUNTRIES = new Set([
  'AC',
  'CP',
  'CQ',
  'DG',
  'EA',
  'EU',
  'EZ',
  'IC',
  'QO',
  'TA',
  'UN',
  'XA',
  'XB',
  'ZZ',
]);

const currencies = new Set(
  Intl.supportedValuesOf('currency').filter(
    (code) => !code.startsWith('X') || MONEY_X_CODES.has(code),
  ),
);
const countries = new Set(isoRegions());
const knownZones = new Set<string>(['UTC']);

function isoRegions(): string[] {
  const names = new Intl.DisplayNames(['en'], { type: 'region', fallback: 'none' });
  const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ'];
  return letters
    .flatMap((first) => letters.map((second) => first + second))
    .filter((code) => !NOT_COUNTRIES.has(code) && names.of(code) !== undefined);
}

export function isCurrency(value: unknown): boolean {
  return typeof value === 'string' && currencies.has(value);
}

export function isCountry(value: unknown): boolean {
  return typeof value === 'string' && countries.has(value);
}

/** True for dates that exist: not for 30 February. */
export function isLocalDate(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  const match = LOCAL_DATE.exec(value);
  if (!match) return false;
  const day = Number(match[3]);
  return day <= 28 || day <= daysInMonth(Number(match[1]), Number(match[2]));
}

function daysInMonth(year: number, month: number): number {
  if (month !== 2) return [4, 6, 9, 11].includes(month) ? 30 : 31;
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28;
}

/** RFC 3339, offset required; leap seconds are refused because nothing behind the edge can hold one. */
export function isInstant(value: unknown): boolean {
  if (typeof value !== 'string' || value.length > 40) return false;
  const match = INSTANT.exec(value);
  if (match === null || !isLocalDate(match[1])) return false;
  // An offset may carry a moment out of the years 0000 to 9999, where instants no longer sort as text.
  if (!value.startsWith('0000') && !value.startsWith('9999')) return true;
  const ms = Date.parse(value);
  return ms >= MIN_INSTANT_MS && ms <= MAX_INSTANT_MS;
}

const MIN_INSTANT_MS = Date.parse('0000-01-01T00:00:00Z');
const MAX_INSTANT_MS = Date.parse('9999-12-31T23:59:59.999Z');

/** The one form in which instants are kept: UTC with milliseconds. Takes what {@link isInstant} accepts. */
export function normaliseInstant(value: string): Instant {
  if (value.endsWith('Z')) {
    if (value.length === 24) return value;
    if (value.length === 20) return `${value.slice(0, 19)}.000Z`;
  }
  return new Date(value).toISOString();
}

export function isZone(value: unknown): boolean {
  if (typeof value !== 'string') return false;
  if (knownZones.has(value)) return true;
  if (value.length > 64 || !ZONE.test(value)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: value });
  } catch {
    return false;
  }
  if (knownZones.size < 2_000) knownZones.add(value);
  return true;
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
