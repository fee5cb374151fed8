import { readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import type { Clock } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { type Instant, instantFromMs, msFromInstant } from '@continuo/kernel/instant';

/**
 * The machine's clock, moved forward by hand; how far is kept in a file, so a restart goes on from
 * there. Processes on one machine that are given the same file have the same time.
 */
export class TestClock implements Clock {
  private aheadMs = 0;
  private readFrom = '';

  /** `shared`: other processes move it as well. */
  constructor(
    private readonly file: string,
    private readonly shared = false,
  ) {
    this.look();
  }

  now(): Instant {
    if (this.shared) this.look();
    return instantFromMs(Date.now() + this.aheadMs);
  }

  /** Moves to an instant that lies ahead; time never goes back. */
  moveTo(instant: Instant): void {
    this.look();
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
    writeFileSync(`${this.file}.new`, JSON.stringify({ aheadMs }));
    renameSync(`${this.file}.new`, this.file);
    this.look();
  }

  /** Each move puts another file in place. */
  private look(): void {
    const found = statSync(this.file, { throwIfNoEntry: false });
    if (!found) return;
    const file = `${found.ino} ${found.mtimeMs}`;
    if (file === this.readFrom) return;
    this.aheadMs = (JSON.parse(readFileSync(this.file, 'utf8')) as { aheadMs: number }).aheadMs;
    this.readFrom = file;
  }
}
