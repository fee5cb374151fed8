import { type Aggregate, streamOf, upcast } from './aggregate';
import type { DomainEvent, EventStore, RecordedEvent } from './event-store';

/** Events of a stream in today's form, with their metadata: for histories. */
export async function readHistory<Event extends DomainEvent>(
  store: EventStore,
  aggregate: Pick<Aggregate<never, Event, never>, 'category' | 'events' | 'upcasters'>,
  id: string,
): Promise<readonly (RecordedEvent & Event)[]> {
  const stream = streamOf(aggregate, id);
  const recorded = await store.readStream(stream);
  return recorded.map((event) => ({ ...event, ...upcast(aggregate, event, stream) }));
}
