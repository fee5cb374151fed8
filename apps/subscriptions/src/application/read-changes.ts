import { streamOf, upcast } from '@continuo/event-store/aggregate';
import type { EventStore, RecordedEvent } from '@continuo/event-store/event-store';
import type { SubscriptionEvent } from '../domain/subscription/events';
import { SUBSCRIPTION } from './aggregates';

/** What happened to a program, from a revision on, oldest first. */
export async function readChanges(
  store: EventStore,
  id: string,
  fromRevision: number,
  maxCount: number,
): Promise<readonly (RecordedEvent & SubscriptionEvent)[]> {
  const stream = streamOf(SUBSCRIPTION, id);
  const recorded = await store.readStream(stream, { fromRevision, maxCount });
  return recorded.map((event) => ({ ...event, ...upcast(SUBSCRIPTION, event, stream) }));
}
