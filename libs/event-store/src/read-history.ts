import { type Aggregate, streamOf, upcast } from './aggregate';
import type { DomainEvent, EventStore, RecordedEvent } from './event-store';
import { type AsOf, eventsTrueBy } from './past-folds';

/** Events of a stream in today's form, with their metadata, all or those true by then: for histories. */
export async function readHistory<Event extends DomainEvent>(
  store: EventStore,
  aggregate: Pick<Aggregate<never, Event, never>, 'category' | 'events' | 'upcasters'>,
  id: string,
  asOf: AsOf = {},
): Promise<readonly (RecordedEvent & Event)[]> {
  const stream = streamOf(aggregate, id);
  const recorded = eventsTrueBy(asOf, await store.readStream(stream));
  return recorded.map((event) => ({ ...event, ...upcast(aggregate, event, stream) }));
}
