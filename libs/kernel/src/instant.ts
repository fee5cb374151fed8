/** An RFC 3339 instant in UTC with milliseconds, `2026-11-22T09:30:00.000Z`: sorts as text. */
export type Instant = string;
/** A calendar date without a zone, `2026-11-22`. */
export type LocalDate = string;
/** An IANA time zone, `America/New_York`. */
export type Zone = string;
/** An ISO 8601 duration in days, weeks, months or years, `P30D`, `P1M`: different intervals. */
export type Interval = string;

export function instantFromMs(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

export function msFromInstant(instant: Instant): number {
  return Date.parse(instant);
}

export function addMs(instant: Instant, ms: number): Instant {
  return instantFromMs(msFromInstant(instant) + ms);
}
