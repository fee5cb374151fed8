import { setTimeout as sleep } from 'node:timers/promises';
import type { Position } from '../event-store';
import { pauseAfter, withDeadline } from './connection';
import type { RecordReads } from './record-reads';
import type { DueChange, RecordSide } from './record-side';

const PAGE = 1_000;
const EVERY_MS = 1_000;

/**
 * Reads $all behind the appends and takes over the due dates in it: those that a process has appended
 * but, before it died, not written to the {@link RecordSide}.
 */
export class DueFollower {
  constructor(
    private readonly reads: RecordReads,
    private readonly side: RecordSide,
    private readonly deadlineMs: number,
    private readonly onTrouble: (what: string, error: unknown) => void,
  ) {}

  /** Until the signal aborts. */
  async follow(lost: AbortSignal): Promise<void> {
    let position: Position | undefined;
    let failures = 0;
    while (!lost.aborted) {
      try {
        position ??= await withDeadline(this.side.followedTo(), this.deadlineMs);
        const upTo = await this.takeOver(position);
        const behind = upTo > position;
        position = upTo;
        failures = 0;
        if (!behind) await pause(EVERY_MS, lost);
      } catch (error) {
        if (failures === 0) this.onTrouble('due dates cannot be taken over now', error);
        failures += 1;
        await pause(pauseAfter(failures), lost);
      }
    }
  }

  /** Answers the position up to which due dates are known now. */
  private async takeOver(after: Position): Promise<Position> {
    const { events, upTo } = await this.reads.readAll({ after, maxCount: PAGE });
    const changes = events.flatMap(({ event: { stream, revision }, dueAt }): DueChange[] =>
      dueAt === undefined ? [] : [{ stream, revision, dueAt }],
    );
    if (upTo > after) await withDeadline(this.side.saveDue(changes, upTo), this.deadlineMs);
    return upTo;
  }
}

/** Until the time is up, or the lease is lost. */
async function pause(ms: number, lost: AbortSignal): Promise<void> {
  await sleep(ms, undefined, { signal: lost }).catch(() => undefined);
}
