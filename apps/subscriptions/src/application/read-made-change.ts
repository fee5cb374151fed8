import { type CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore, RecordedEvent } from '@continuo/event-store/event-store';
import { notFound } from '@continuo/kernel/domain-error';
import type { MadeChange } from '../domain/subscription/commands';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { evolve } from '../domain/subscription/evolve';
import type { SubscriptionState } from '../domain/subscription/state';
import { partsOf } from '../domain/subscription/touches';
import { SUBSCRIPTION } from './aggregates';
import { readChanges } from './read-changes';

/** Events of one command, and the id that its answer gave it. */
interface Request {
  readonly changeId: string;
  readonly events: readonly (RecordedEvent & SubscriptionEvent)[];
}

/**
 * A change as it was made, with the program before and after it, and the later changes that still stand. Throws `change-not-found`.
 */
export async function readMadeChange(
  runner: CommandRunner,
  store: EventStore,
  subscriptionId: string,
  changeId: string,
): Promise<MadeChange> {
  const { revision } = await runner.load(SUBSCRIPTION, subscriptionId);
  const events = await readChanges(store, subscriptionId, 0, revision + 1);
  const requests = requestsOf(events);
  const at = requests.findIndex((request) => request.changeId === changeId);
  const request = requests[at];
  if (!request || at === 0) throw notFound('change', changeId);
  const before = fold({ status: 'none' }, requests.slice(0, at));
  const after = fold(before, [request]);
  if (before.status === 'none' || after.status === 'none') throw notFound('change', changeId);
  const undone = undoneIn(requests);
  const later = requests
    .slice(at + 1)
    .filter((entry) => !undone.has(entry.changeId) && !isUndo(entry))
    .filter((entry) => entry.events.some((event) => partsOf(event).length > 0));
  return { changeId, before, after, events: request.events, later, undone: undone.has(changeId) };
}

function requestsOf(events: readonly (RecordedEvent & SubscriptionEvent)[]): Request[] {
  const byCommand = new Map<string, (RecordedEvent & SubscriptionEvent)[]>();
  for (const event of events) {
    const { commandId } = event.metadata;
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), event]);
  }
  return [...byCommand].map(([changeId, own]) => ({ changeId, events: own }));
}

function fold(from: SubscriptionState, requests: readonly Request[]): SubscriptionState {
  return requests.flatMap((request) => request.events).reduce(evolve, from);
}

/** Changes that are undone as things stand: an undo that was itself undone no longer counts. */
function undoneIn(requests: readonly Request[]): ReadonlySet<string> {
  const undone = new Set<string>();
  const undoes = new Map<string, string>();
  for (const { changeId, events } of requests) {
    for (const event of events) {
      if (event.type !== 'subscription.change-undone.v1') continue;
      const target = event.data.changeId;
      undone.add(target);
      undoes.set(changeId, target);
      const restored = undoes.get(target);
      if (restored !== undefined) undone.delete(restored);
    }
  }
  return undone;
}

function isUndo({ events }: Request): boolean {
  return events.some(({ type }) => type === 'subscription.change-undone.v1');
}
