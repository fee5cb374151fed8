import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Clock } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { type Instant, instantFromMs, msFromInstant } from '@continuo/kernel/instant';

/** The machine's clock, moved forward by hand; how far is kept in a file, so a restart goes on from there. */
export class TestClock implements Clock {
  private aheadMs: number;

  constructor(private readonly file: string) {
    this.aheadMs = existsSync(file)
      ? (JSON.parse(readFileSync(file, 'utf8')) as { aheadMs: number }).aheadMs
      : 0;
  }

  now(): Instant {
    return instantFromMs(Date.now() + this.aheadMs);
  }

  /** Moves to an instant that lies ahead; time never goes back. */
  moveTo(instant: Instant): void {
    const aheadMs = msFromInstant(instant) - Date.now();
    if (aheadMs < this.aheadMs) {
      throw new DomainError(
        'clock-goes-back',
        `The test clock stands at ${this.now()} and only moves forward.`,
        'invalid',
        {
          now: this.now(),
        },
      );
    }
    this.aheadMs = aheadMs;
    writeFileSync(`${this.file}.new`, JSON.stringify({ aheadMs }));
    renameSync(`${this.file}.new`, this.file);
  }
}
