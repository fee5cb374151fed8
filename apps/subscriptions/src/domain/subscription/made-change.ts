import { notFound } from '@continuo/kernel/domain-error';
import type { MadeChange } from './commands';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import type { SubscriptionState } from './state';
import { partsOf } from './touches';

/** Events of one command, and the id that its answer gave it. */
export interface Request {
  readonly changeId: string;
  readonly events: readonly SubscriptionEvent[];
}

/** A change among all that was asked of a program, the start first. Throws `change-not-found`. */
export function madeChange(requests: readonly Request[], changeId: string): MadeChange {
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
