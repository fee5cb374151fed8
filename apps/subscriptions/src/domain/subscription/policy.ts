/** How far ahead a date, a pause or a skip may lie. */
export const HORIZON_DAYS = 730;
export const HORIZON_CYCLES = 24;

/** Cycles shown by schedules and previews. */
export const PREVIEWED_CYCLES = 6;

/** Notices that the state keeps: those of the cycles that a change can bring back. */
export const RECENT_NOTICES = 12;

/** Settled cycles that the state keeps beside the open ones; older ones are in the history. */
export const RECENT_CYCLES = 12;
