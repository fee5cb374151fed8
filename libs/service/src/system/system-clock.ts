import type { Clock } from '@continuo/kernel/clock';
import type { Instant } from '@continuo/kernel/instant';

/** The machine's clock. */
export class SystemClock implements Clock {
  now(): Instant {
    return new Date().toISOString();
  }
}
