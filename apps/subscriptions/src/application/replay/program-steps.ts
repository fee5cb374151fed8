import { upcast } from '@continuo/event-store/aggregate';
import type { EventMetadata, RecordedEvent } from '@continuo/event-store/event-store';
import { fold } from '@continuo/kernel/decider';
import { subscriptionDecider } from '../../domain/subscription/decider';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { schedule, type ScheduledCycle } from '../../domain/subscription/schedule';
import type { SubscriptionState } from '../../domain/subscription/state';
import { SUBSCRIPTION } from '../aggregates';

export type ProgramEvent = RecordedEvent & SubscriptionEvent;

/** A part of the state that an event changed; undefined where there was or is nothing. */
export interface StateChange {
  /** `plan.missedCycles`, `cycles.0.status`. */
  readonly path: string;
  readonly from: unknown;
  readonly to: unknown;
}

/** A program after one of its events. */
export interface ProgramStep {
  readonly revision: number;
  readonly position: number;
  readonly type: string;
  readonly metadata: EventMetadata;
  readonly changed: readonly StateChange[];
  readonly state: SubscriptionState;
  /** The six cycles ahead, as they then stood. */
  readonly schedule: readonly ScheduledCycle[];
}

/** Recorded events of a program in today's form. */
export function programEvents(recorded: readonly RecordedEvent[]): ProgramEvent[] {
  return recorded.map((event) => ({ ...event, ...upcast(SUBSCRIPTION, event, event.stream) }));
}

/** The state after each event, by the functions that made it, and what the event changed. */
export function programSteps(recorded: readonly RecordedEvent[]): ProgramStep[] {
  let before = fold(subscriptionDecider, []);
  return programEvents(recorded).map((event) => {
    const state = subscriptionDecider.evolve(before, event);
    const changed = stateChanges(before, state);
    before = state;
    const { revision, position, type, metadata } = event;
    const ahead = state.status === 'none' ? [] : schedule(state);
    return { revision, position, type, metadata, changed, state, schedule: ahead };
  });
}

function stateChanges(before: object, after: object): StateChange[] {
  const [from, to] = [leaves(before), leaves(after)];
  return [...new Set([...from.keys(), ...to.keys()])]
    .filter((path) => from.get(path) !== to.get(path))
    .map((path) => ({ path, from: from.get(path), to: to.get(path) }));
}

/** Every value that is no object itself, by where it stands. */
function leaves(
  value: object,
  path = '',
  found = new Map<string, unknown>(),
): Map<string, unknown> {
  for (const [key, part] of Object.entries(value)) {
    const at = path === '' ? key : `${path}.${key}`;
    if (typeof part === 'object' && part !== null) leaves(part, at, found);
    else if (part !== undefined) found.set(at, part);
  }
  return found;
}
