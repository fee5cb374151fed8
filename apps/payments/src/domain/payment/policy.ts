const MINUTE_MS = 60_000;
export const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** How long an authorisation holds the money where nobody says it: what most card networks grant. */
export const AUTHORISATION_WINDOW_MS = 7 * DAY_MS;

/** A call without an answer in the record after this long was cut off by the end of a process. */
export const ANSWER_AFTER_MS = MINUTE_MS;

/** When the gateway is asked about an unknown attempt, counted from when it became unknown. */
export const RECHECK_AFTER_MS: readonly number[] = [
  5 * MINUTE_MS,
  HOUR_MS,
  DAY_MS,
  2 * DAY_MS,
  3 * DAY_MS,
  4 * DAY_MS,
  5 * DAY_MS,
];

/** A capture that the gateway declines this often for one package needs a person. */
export const MOST_CAPTURE_DECLINES = 2;
