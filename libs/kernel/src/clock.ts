import type { Instant } from './instant';

/** The only source of 'now': the system's clock, or a test clock that is moved by hand. */
export interface Clock {
  now(): Instant;
}

/** Injection token of the {@link Clock}. */
export const CLOCK = Symbol('Clock');
