import type { Instant } from '@continuo/kernel/instant';
import { LRUCache } from 'lru-cache';
import { type Aggregate, upcast } from './aggregate';
import { type DomainEvent, type EventStore, NO_STREAM, type RecordedEvent } from './event-store';
import type { Folded } from './stream-folds';

/** Until when a stream is folded, all inclusive. */
export interface AsOf {
  /** Business time: what was true then. */
  readonly instant?: Instant;
  readonly revision?: number;
  /** Recorded time: by what was known then, without what was corrected later. */
  readonly knownAt?: Instant;
}

/** States kept of all streams together; each shares what it can with the one before it. */
const KEPT_STATES = 200_000;

/**
 * States of the past. The state after each event of a stream is kept once it was asked for, so that
 * a question about a long stream costs what one about a short stream does.
 */
export class PastFolds {
  private readonly kept = new LRUCache<string, Past>({
    maxSize: KEPT_STATES,
    sizeCalculation: ({ states }) => states.length,
  });

  constructor(private readonly store: Pick<EventStore, 'readStream'>) {}

  async load<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    stream: string,
    asOf: AsOf,
  ): Promise<Folded<State>> {
    const past = await this.upToNow(aggregate, stream);
    const count = past.countBy(asOf);
    if (count !== undefined) return past.after(count) as Folded<State>;
    return foldTrueBy(aggregate, stream, asOf, await this.store.readStream(stream));
  }

  private async upToNow<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    stream: string,
  ): Promise<Past> {
    const known = this.kept.get(stream) ?? new Past(aggregate.decider.initialState());
    const news = await this.store.readStream(stream, { fromRevision: known.count });
    if (news.length === 0) return known;
    const past = known.with(news, (state, event) =>
      aggregate.decider.evolve(state as State, upcast(aggregate, event, stream)),
    );
    this.kept.set(stream, past);
    return past;
  }
}

/** The state before the first event and after each, and when these were true and written. */
class Past {
  constructor(
    initial: unknown,
    readonly states: readonly unknown[] = [initial],
    private readonly effective: Times = new Times([]),
    private readonly recorded: Times = new Times([]),
  ) {}

  get count(): number {
    return this.states.length - 1;
  }

  with(
    events: readonly RecordedEvent[],
    evolve: (state: unknown, event: RecordedEvent) => unknown,
  ): Past {
    const states = [...this.states];
    for (const event of events) states.push(evolve(states.at(-1), event));
    return new Past(
      states[0],
      states,
      this.effective.with(events.map(({ metadata }) => metadata.effectiveAt)),
      this.recorded.with(events.map(({ metadata }) => metadata.recordedAt)),
    );
  }

  after(count: number): Folded<unknown> {
    return { state: this.states[count], revision: count === 0 ? NO_STREAM : count - 1 };
  }

  /** How many events, from the first on, make the answer; undefined when later ones belong to it too. */
  countBy({ instant, revision, knownAt }: AsOf): number | undefined {
    const upTo = Math.min(this.count, (revision ?? this.count) + 1);
    const counts = [
      instant === undefined ? upTo : this.effective.countUntil(instant),
      knownAt === undefined ? upTo : this.recorded.countUntil(knownAt),
    ];
    if (counts.includes(undefined)) return undefined;
    return Math.max(0, Math.min(upTo, ...(counts as number[])));
  }
}

/** Instants in the order of the record, which need not be their own. */
class Times {
  /** The latest up to each, and the earliest from each on. */
  private readonly latest: Instant[] = [];
  private readonly earliest: Instant[] = [];

  constructor(private readonly instants: readonly Instant[]) {
    for (const [index, instant] of instants.entries()) {
      const before = this.latest[index - 1];
      this.latest[index] = before !== undefined && before > instant ? before : instant;
    }
    for (let index = instants.length - 1; index >= 0; index -= 1) {
      const instant = instants[index]!;
      const after = this.earliest[index + 1];
      this.earliest[index] = after !== undefined && after < instant ? after : instant;
    }
  }

  with(instants: readonly Instant[]): Times {
    return new Times([...this.instants, ...instants]);
  }

  /** How many lie at or before `until`; undefined when later ones stand between them. */
  countUntil(until: Instant): number | undefined {
    let from = 0;
    let to = this.instants.length;
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.latest[middle]! <= until) from = middle + 1;
      else to = middle;
    }
    const next = this.earliest[from];
    return next !== undefined && next <= until ? undefined : from;
  }
}

/** The long way: which events are true by then, one by one. */
function foldTrueBy<Event extends DomainEvent, State>(
  aggregate: Aggregate<never, Event, State>,
  stream: string,
  asOf: AsOf,
  events: readonly RecordedEvent[],
): Folded<State> {
  const { evolve, initialState } = aggregate.decider;
  let state = initialState();
  let revision = NO_STREAM;
  for (const recorded of eventsTrueBy(asOf, events)) {
    state = evolve(state, upcast(aggregate, recorded, stream));
    revision = recorded.revision;
  }
  return { state, revision };
}

/** Those events of a whole stream that are true by then. */
export function eventsTrueBy(
  asOf: AsOf,
  events: readonly RecordedEvent[],
): readonly RecordedEvent[] {
  const last = asOf.revision ?? Infinity;
  return events.filter((each) => each.revision <= last && isTrueBy(asOf, each, events[0]));
}

/** What was corrected back to before its stream began, began with it; what was imported speaks for itself. */
function isTrueBy(
  { instant, knownAt }: AsOf,
  { metadata }: RecordedEvent,
  first: RecordedEvent | undefined,
): boolean {
  if (knownAt !== undefined && metadata.recordedAt > knownAt) return false;
  if (instant === undefined) return true;
  const begun = metadata.actor.kind === 'import' || (first?.metadata.effectiveAt ?? '') <= instant;
  return begun && metadata.effectiveAt <= instant;
}
