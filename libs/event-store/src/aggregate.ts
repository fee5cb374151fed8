import type { Decider } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import { UnknownEventError } from './errors';
import { categoryOf, type DomainEvent } from './event-store';

/** Turns the data of an older version of an event into an event of today. */
export type Upcaster<Event> = (data: never) => Event;

/** A decider and how its events are stored. */
export interface Aggregate<Command, Event extends DomainEvent, State> {
  /** Streams are `<category>-<id>`; letters only. */
  readonly category: string;
  readonly decider: Decider<Command, Event, State>;
  /** The stored names of today, each once: the compiler sees to it that none is missing. */
  readonly events: { readonly [Type in Event['type']]: true };
  /** Stored names of the past. */
  readonly upcasters?: { readonly [storedName: string]: Upcaster<Event> };
  /** Raised when the shape of the state changes; with it, long streams are snapshotted. */
  readonly snapshotVersion?: number;
  /** When the stream wants to be woken next, null when it does not. */
  readonly dueAt?: (state: State) => Instant | null;
}

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- a registry holds aggregates of every type
export type AnyAggregate = Aggregate<any, any, any>;

export function streamOf(aggregate: Pick<AnyAggregate, 'category'>, id: string): string {
  return `${aggregate.category}-${id}`;
}

/** A stored event as today's code knows it. Throws {@link UnknownEventError}. */
export function upcast<Event extends DomainEvent>(
  aggregate: Pick<Aggregate<never, Event, never>, 'events' | 'upcasters'>,
  stored: DomainEvent,
  stream: string,
): Event {
  if (Object.hasOwn(aggregate.events, stored.type)) return stored as Event;
  const upcaster = aggregate.upcasters?.[stored.type];
  if (!upcaster) throw new UnknownEventError(stored.type, stream);
  return upcaster(stored.data as never);
}

/** All aggregates of a process by category, for projections and replay. */
export class AggregateRegistry {
  private readonly byCategory = new Map<string, AnyAggregate>();

  constructor(aggregates: Iterable<AnyAggregate>) {
    for (const aggregate of aggregates) this.byCategory.set(aggregate.category, aggregate);
  }

  get categories(): readonly string[] {
    return [...this.byCategory.keys()];
  }

  find(category: string): AnyAggregate | undefined {
    return this.byCategory.get(category);
  }

  /** Today's form of a recorded event. Throws {@link UnknownEventError}. */
  upcast<Recorded extends DomainEvent & { readonly stream: string }>(recorded: Recorded): Recorded {
    const aggregate = this.byCategory.get(categoryOf(recorded.stream));
    if (!aggregate) throw new UnknownEventError(recorded.type, recorded.stream);
    const event = upcast<DomainEvent>(aggregate, recorded, recorded.stream);
    return event === recorded ? recorded : { ...recorded, type: event.type, data: event.data };
  }
}
