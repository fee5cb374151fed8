import { streamOf, upcast } from '@continuo/event-store/aggregate';
import type { EventStore, RecordedEvent } from '@continuo/event-store/event-store';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { SUBSCRIPTION } from './aggregates';

export type ProgramEvent = RecordedEvent & SubscriptionEvent;

const PAGE = 200;

/** What happened to a program, from a revision on, oldest first; of all events those that are `wanted`. */
export async function readChanges(
  store: EventStore,
  id: string,
  fromRevision: number,
  maxCount: number,
  wanted: (event: ProgramEvent) => boolean = () => true,
): Promise<readonly ProgramEvent[]> {
  const stream = streamOf(SUBSCRIPTION, id);
  const found: ProgramEvent[] = [];
  for (let next = fromRevision; found.length < maxCount;) {
    const recorded = await store.readStream(stream, { fromRevision: next, maxCount: PAGE });
    const events = recorded.map((event) => ({ ...event, ...upcast(SUBSCRIPTION, event, stream) }));
    found.push(...events.filter(wanted));
    const last = recorded.at(-1);
    if (!last || recorded.length < PAGE) break;
    next = last.revision + 1;
  }
  return found.slice(0, maxCount);
}
