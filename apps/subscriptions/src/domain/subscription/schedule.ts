import { nthDate } from '@continuo/kernel/calendar';
import type { Interval, LocalDate } from '@continuo/kernel/instant';
import { shipDateOf } from '../plan/policies';
import { contentOf, goodsMinorOf } from './cycle-terms';
import { isUnderMove, movedTo } from './moved-to';
import { PREVIEWED_CYCLES } from './policy';
import type { Program, StartedSubscription } from './state';
import type { Anchor, CycleDate, CycleTerms } from './terms';

/** A cycle ahead, as it will be if nothing changes: charged and handed to shipping on its date, tax added then. */
export interface ScheduledCycle extends CycleTerms {
  readonly cycle: number;
  readonly dueOn: LocalDate;
  /** When the goods leave: after the charge by the plan's offset, and never on a holiday. */
  readonly shipOn: LocalDate;
  readonly status: 'scheduled' | 'skipped';
  readonly lines: readonly CycleTerms[];
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly totalBeforeTaxMinor: number;
}

type Calendar = Pick<Program, 'anchor' | 'interval' | 'skips' | 'dates'>;

/** The date that a cycle has by the anchor alone. */
export function plannedDate(
  program: Pick<Program, 'anchor' | 'interval'>,
  cycle: number,
): LocalDate {
  return nthDate(program.anchor.on, program.interval, cycle - program.anchor.cycle);
}

/** The date that a cycle ahead really has, or had before it was skipped. */
export function dateOf(program: Calendar, cycle: number): LocalDate {
  return (
    find(program.dates, cycle)?.on ?? find(program.skips, cycle)?.on ?? plannedDate(program, cycle)
  );
}

export function isSkipped(program: Pick<Program, 'skips'>, cycle: number): boolean {
  return find(program.skips, cycle) !== undefined;
}

/** The first cycle from `from` on that is not skipped. */
export function nextOpen(
  program: Pick<Program, 'skips' | 'nextCycle'>,
  from = program.nextCycle,
): number {
  let cycle = from;
  while (isSkipped(program, cycle)) cycle += 1;
  return cycle;
}

/** Whether every delivery that was sold has been handed over. */
export function isSoldOut({ plan, counts }: Program): boolean {
  return plan.totalCycles !== null && counts.locked + 1 >= plan.totalCycles;
}

/** Whether the last cycle before a cancellation that was asked for has been handed over. */
export function isWoundUp(program: Program): boolean {
  const { ending, counts } = program;
  if (!ending) return false;
  if (ending.deliveries !== null && counts.locked + 1 >= ending.deliveries) return true;
  return ending.lastCycle !== null && nextOpen(program) > ending.lastCycle;
}

/** Whether no cycle is to come. */
export function isComplete(program: Program): boolean {
  return isSoldOut(program) || isWoundUp(program);
}

/** Date of the next charge as things stand; null when none is going to happen. */
export function nextCycleOn(state: StartedSubscription): LocalDate | null {
  const [next] = upcoming(state, 1);
  return next ? next.dueOn : null;
}

/** The first cycle whose date is not before `date`: what a pause or a cancellation leaves behind is passed by. */
export function firstCycleFrom(program: Program, date: LocalDate): number {
  let cycle = program.nextCycle;
  while (dateOf(program, cycle) < date) cycle += 1;
  return cycle;
}

/** The next cycle that a change can still reach: past the skipped ones, and past a pause. */
export function nextAhead(state: StartedSubscription): number {
  return nextOpen(
    state,
    state.status === 'paused' ? firstCycleFrom(state, state.until) : undefined,
  );
}

/** The cycles ahead that will be charged, with dates and amounts; none when the program has ended or is held. */
export function upcoming(state: StartedSubscription, count: number): ScheduledCycle[] {
  return schedule(state, count, 'scheduled-only');
}

/** The next six cycles, those that are skipped among them. */
export function schedule(
  state: StartedSubscription,
  count = PREVIEWED_CYCLES,
  which: 'all' | 'scheduled-only' = 'all',
): ScheduledCycle[] {
  if (state.status === 'held' || state.status === 'cancelled' || state.status === 'expired')
    return [];
  if (isComplete(state)) return [];
  const { plan, counts, ending } = state;
  const total = Math.min(plan.totalCycles ?? Infinity, ending?.deliveries ?? Infinity);
  let left = total - 1 - counts.locked;
  const listed: ScheduledCycle[] = [];
  let ahead = 0;
  let cycle = state.status === 'paused' ? firstCycleFrom(state, state.until) : state.nextCycle;
  for (; listed.length < count && left > 0; cycle += 1) {
    if (cycle > (ending?.lastCycle ?? Infinity)) break;
    const skipped = isSkipped(state, cycle);
    if (!skipped || which === 'all') listed.push(scheduledCycle(state, cycle, ahead, skipped));
    if (skipped) continue;
    left -= 1;
    ahead += 1;
  }
  return listed;
}

function scheduledCycle(
  program: Program,
  cycle: number,
  ahead: number,
  skipped: boolean,
): ScheduledCycle {
  const dueOn = dateOf(program, cycle);
  const { priceMove } = program;
  const moved = priceMove && isUnderMove(priceMove, { cycle, on: dueOn });
  const priced = moved ? movedTo(program, priceMove.prices) : program;
  const content = contentOf(priced, ahead);
  const goodsMinor = skipped ? 0 : goodsMinorOf(content);
  const shippingMinor = skipped ? 0 : priced.plan.shippingMinor;
  return {
    cycle,
    dueOn,
    shipOn: shipDateOf(program.policies, dueOn),
    status: skipped ? 'skipped' : 'scheduled',
    ...content.main,
    lines: skipped ? [] : content.lines,
    goodsMinor,
    shippingMinor,
    totalBeforeTaxMinor: goodsMinor + shippingMinor,
  };
}

/** What counting from another anchor does to the cycles that have dates of their own. */
export interface Reanchored {
  readonly anchor: Anchor;
  readonly interval: Interval;
  readonly skips: readonly CycleDate[];
  readonly dates: readonly CycleDate[];
  /** Dates that would no longer lie between their neighbours: those cycles fall back to the calendar. */
  readonly dropped: readonly CycleDate[];
}

/** Counts from a new anchor: skips stay with their cycle, own dates stay where they still lie in order. */
export function reanchor(program: Program, anchor: Anchor, interval: Interval): Reanchored {
  const planned = (cycle: number) => plannedDate({ anchor, interval }, cycle);
  const skips = program.skips.map((skip) =>
    skip.cycle > anchor.cycle ? { cycle: skip.cycle, on: planned(skip.cycle) } : skip,
  );
  const dates: CycleDate[] = [];
  const dropped: CycleDate[] = [];
  const ahead = program.dates.filter((date) => date.cycle > anchor.cycle);
  for (const date of [...ahead].sort((a, b) => a.cycle - b.cycle)) {
    const before = find(dates, date.cycle - 1)?.on ?? planned(date.cycle - 1);
    const inOrder = date.on > before && date.on > anchor.on && date.on < planned(date.cycle + 1);
    (inOrder ? dates : dropped).push(date);
  }
  return { anchor, interval, skips, dates, dropped };
}

/** The open cycles beside a cycle, between whose dates its own has to lie. */
export function neighbours(
  program: Program,
  cycle: number,
): { after: LocalDate; before: LocalDate } {
  let previous = cycle - 1;
  while (previous >= program.nextCycle && isSkipped(program, previous)) previous -= 1;
  return {
    after: previous >= program.nextCycle ? dateOf(program, previous) : program.lastDueOn,
    before: dateOf(program, nextOpen(program, cycle + 1)),
  };
}

function find(dates: readonly CycleDate[], cycle: number): CycleDate | undefined {
  return dates.find((date) => date.cycle === cycle);
}
