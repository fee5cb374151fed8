import { RECENT_CYCLES } from './policy';
import {
  type Cycle,
  type CycleCounts,
  isOpen,
  type Program,
  type StartedSubscription,
} from './state';
import type { CycleDate } from './terms';

type WithoutStatus = Omit<
  StartedSubscription,
  'status' | 'until' | 'reason' | 'reasonCode' | 'note'
>;

/** The program without what belongs to a status. */
export function withoutStatus(state: StartedSubscription): WithoutStatus {
  const { status: _, ...rest } = state;
  if ('until' in rest) {
    const { until: __, ...running } = rest;
    return running;
  }
  if ('reason' in rest) {
    const { reason: __, ...running } = rest;
    return running;
  }
  if ('reasonCode' in rest) {
    const { reasonCode: __, note: ___, ...running } = rest;
    return running;
  }
  return rest;
}

/** Goes on to `nextCycle`; skips and own dates before it have done their work. */
export function passBy<State extends Program>(
  state: State,
  nextCycle: number,
  lastDueOn: string,
): State {
  const skipped = state.skips.filter(({ cycle }) => cycle < nextCycle).length;
  return {
    ...state,
    nextCycle,
    lastDueOn,
    skips: skipped === 0 ? state.skips : state.skips.filter(({ cycle }) => cycle >= nextCycle),
    dates:
      state.dates.length === 0
        ? state.dates
        : state.dates.filter(({ cycle }) => cycle >= nextCycle),
    counts:
      skipped === 0 ? state.counts : { ...state.counts, skipped: state.counts.skipped + skipped },
  };
}

export function withCycle<State extends Program>(
  state: State,
  cycle: number,
  change: Partial<Cycle>,
): State {
  const before = state.cycles.find((entry) => entry.cycle === cycle);
  if (!before) return state;
  const after = { ...before, ...change };
  return {
    ...state,
    cycles: kept(state.cycles.map((entry) => (entry === before ? after : entry))),
    counts: counted(counted(state.counts, before, -1), after, 1),
  };
}

function counted(counts: CycleCounts, { status }: Cycle, by: 1 | -1): CycleCounts {
  return status === 'shipped' || status === 'failed' || status === 'void'
    ? { ...counts, [status]: counts[status] + by }
    : counts;
}

/** A program of many years keeps a small state: open cycles, and the last that are settled. */
export function kept(cycles: readonly Cycle[]): readonly Cycle[] {
  let surplus = cycles.filter((cycle) => !isOpen(cycle)).length - RECENT_CYCLES;
  if (surplus <= 0) return cycles;
  return cycles.filter((cycle) => isOpen(cycle) || surplus-- <= 0);
}

export function without(dates: readonly CycleDate[], cycle: number): readonly CycleDate[] {
  return dates.filter((date) => date.cycle !== cycle);
}
