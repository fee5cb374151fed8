import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { AsOf } from '@continuo/event-store/command-runner';
import type { Instant } from '@continuo/kernel/instant';
import type {
  ProgramCancellation,
  ProgramChange,
  ProgramCopyEvent,
  ProgramNotice,
  StartedProgram,
} from '../../domain/program-copy/events';

/** Told by an event of the program, which its own history shows under this id. */
type Told<Fact> = Fact & { readonly eventId: string | null };

/** What became of a program between its start and the charge of one of its cycles. */
export interface ProgramSince {
  readonly started: StartedProgram | null;
  /** In force when the cycle was charged. */
  readonly changes: readonly Told<ProgramChange>[];
  /** Of this cycle, and of each price that was announced before. */
  readonly notices: readonly Told<ProgramNotice>[];
  readonly cancellations: readonly Told<ProgramCancellation>[];
}

/** What payments or the calendar brought about changes no terms. */
const NO_TERMS = new Set(['past-due', 'recovered', 'held', 'missed', 'expired', 'terms']);

/**
 * @param history the copy of the program
 * @param order the position at which the cycle's order was placed: what subscriptions told before
 *   the cycle was learnt before its order was placed, because messages of a program keep their order
 */
export function programSince(
  history: readonly (RecordedEvent & ProgramCopyEvent)[],
  order: { readonly cycle: number; readonly position: number },
  { instant, knownAt }: AsOf,
): ProgramSince {
  const cancellations: Told<ProgramCancellation>[] = [];
  const changes: Told<ProgramChange>[] = [];
  const notices: Told<ProgramNotice>[] = [];
  let started: StartedProgram | null = null;
  const by = (at: Instant) => at <= (instant ?? at) && at <= (knownAt ?? at);
  for (const event of history) {
    const eventId = event.metadata.causationId ?? null;
    const before = event.position < order.position;
    switch (event.type) {
      case 'program-copy.started.v1':
        started = event.data;
        break;
      case 'program-copy.changed.v2':
        if (before && !NO_TERMS.has(event.data.change)) changes.push({ ...event.data, eventId });
        break;
      case 'program-copy.notice-due.v1':
        if (before && isAbout(order.cycle, event.data)) notices.push({ ...event.data, eventId });
        break;
      case 'program-copy.cancelled.v2':
        if (by(event.data.doing?.at ?? event.metadata.recordedAt))
          cancellations.push({ ...event.data, eventId });
    }
  }
  return { started, changes, notices, cancellations };
}

function isAbout(cycle: number, notice: ProgramNotice): boolean {
  return notice.cycle === cycle || (notice.notice === 'price-change' && notice.cycle < cycle);
}
