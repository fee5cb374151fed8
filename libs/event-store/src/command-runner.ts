import type { CommandContext } from '@continuo/kernel/command-context';
import type { Instant } from '@continuo/kernel/instant';
import { LRUCache } from 'lru-cache';
import { type Aggregate, type AnyAggregate, streamOf, upcast } from './aggregate';
import { WrongExpectedRevisionError } from './errors';
import { type DomainEvent, type EventStore, NO_STREAM, type Position } from './event-store';
import { toNewEvents } from './new-events';

/** A stream's events folded up to a revision; {@link NO_STREAM} when there are none. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
}

export interface Outcome<Event, State> extends Folded<State> {
  /** What the command brought about: nothing when it was carried out before. */
  readonly events: readonly Event[];
  /** Place of the last new event in the record. */
  readonly position?: Position;
}

/** Until when a stream is folded: an instant (business time) or a revision, both inclusive. */
export type AsOf = { readonly instant: Instant } | { readonly revision: number };

export interface ExecuteOptions {
  /** The revision the caller has seen (If-Match); {@link WrongExpectedRevisionError} when it is another by now. */
  readonly expectedRevision?: number;
  /**
   * The stream most likely does not exist: its id was just derived. The command is decided without
   * looking for it; the append finds out, and then it is loaded and decided as usual.
   */
  readonly likelyNew?: boolean;
}

interface Cached extends Folded<unknown> {
  /** The last commands of the stream: one that comes again has no second effect. */
  readonly commandIds: readonly string[];
}

const MAX_ATTEMPTS = 5;
const REMEMBERED_COMMANDS = 64;
const SNAPSHOT_EVERY_EVENTS = 200;
/** A load that had to fold more than this leaves a snapshot, so that the next one need not. */
const SNAPSHOT_AFTER_FOLDING_EVENTS = 20;

/** Loads, decides, appends; one command changes one stream. */
export class CommandRunner {
  private readonly cache: LRUCache<string, Cached>;
  private readonly tails = new Map<string, Promise<unknown>>();

  constructor(
    private readonly store: EventStore,
    options: { cachedStreams?: number } = {},
  ) {
    this.cache = new LRUCache({ max: options.cachedStreams ?? 20_000 });
  }

  /**
   * Carries out a command. Commands to one stream wait for each other; a conflict with another
   * process is settled by loading and deciding again, a bounded number of times.
   */
  async execute<Command, Event extends DomainEvent, State>(
    aggregate: Aggregate<Command, Event, State>,
    id: string,
    command: Command,
    context: CommandContext,
    options: ExecuteOptions = {},
  ): Promise<Outcome<Event, State>> {
    const stream = streamOf(aggregate, id);
    const before = this.tails.get(stream);
    const run = before
      ? before.then(
          () => this.attempt(aggregate, stream, command, context, options),
          () => this.attempt(aggregate, stream, command, context, options),
        )
      : this.attempt(aggregate, stream, command, context, options);
    this.tails.set(stream, run);
    try {
      return await run;
    } finally {
      if (this.tails.get(stream) === run) this.tails.delete(stream);
    }
  }

  /**
   * The stream as it is if this command was carried out on it before. A handler that checks more
   * than the aggregate's own state asks this first: a repeat is answered, not judged again by what
   * has changed since.
   */
  async carriedOut<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    id: string,
    { commandId }: CommandContext,
  ): Promise<Folded<State> | undefined> {
    const folded = await this.fold(aggregate, streamOf(aggregate, id));
    return folded.commandIds.includes(commandId) ? (folded as Folded<State> & Cached) : undefined;
  }

  /** A stream's state, now or as of an instant or revision. */
  async load<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    id: string,
    asOf?: AsOf,
  ): Promise<Folded<State>> {
    const stream = streamOf(aggregate, id);
    if (!asOf) return (await this.fold(aggregate, stream)) as Folded<State>;
    const { evolve, initialState } = aggregate.decider;
    let state = initialState();
    let revision = NO_STREAM;
    for (const recorded of await this.store.readStream(stream)) {
      if ('revision' in asOf) {
        if (recorded.revision > asOf.revision) break;
      } else if (recorded.metadata.effectiveAt > asOf.instant) continue;
      state = evolve(state, upcast(aggregate, recorded, stream));
      revision = recorded.revision;
    }
    return { state, revision };
  }

  private async attempt<Command, Event extends DomainEvent, State>(
    aggregate: Aggregate<Command, Event, State>,
    stream: string,
    command: Command,
    context: CommandContext,
    options: ExecuteOptions,
  ): Promise<Outcome<Event, State>> {
    for (let attempt = 1; ; attempt += 1) {
      const cached = this.cache.get(stream);
      if (!cached && options.likelyNew && attempt === 1) {
        const created = await this.create(aggregate, stream, command, context);
        if (created) return created;
      }
      const folded = cached ?? (await this.fold(aggregate, stream));
      if (folded.commandIds.includes(context.commandId)) {
        return { state: folded.state as State, revision: folded.revision, events: [] };
      }
      if (options.expectedRevision !== undefined && options.expectedRevision !== folded.revision) {
        throw new WrongExpectedRevisionError(stream, options.expectedRevision, folded.revision);
      }
      const events = aggregate.decider.decide(command, folded.state as State);
      if (events.length === 0)
        return { state: folded.state as State, revision: folded.revision, events };
      const state = events.reduce(aggregate.decider.evolve, folded.state as State);
      try {
        const appended = await this.store.append({
          stream,
          expectedRevision: folded.revision,
          events: toNewEvents(events, context, stream),
          dueAt: aggregate.dueAt?.(state),
        });
        this.remember(aggregate, stream, folded, state, appended.revision, context.commandId);
        return { state, revision: appended.revision, events, position: appended.position };
      } catch (error) {
        this.cache.delete(stream);
        if (!(error instanceof WrongExpectedRevisionError) || attempt === MAX_ATTEMPTS) throw error;
      }
    }
  }

  /** Undefined when the stream exists, or when what it holds decides. */
  private async create<Command, Event extends DomainEvent, State>(
    aggregate: Aggregate<Command, Event, State>,
    stream: string,
    command: Command,
    context: CommandContext,
  ): Promise<Outcome<Event, State> | undefined> {
    const { decide, evolve, initialState } = aggregate.decider;
    const empty: Cached = { state: initialState(), revision: NO_STREAM, commandIds: [] };
    let events: readonly Event[];
    try {
      events = decide(command, empty.state as State);
    } catch {
      return undefined;
    }
    if (events.length === 0) return undefined;
    const state = events.reduce(evolve, empty.state as State);
    try {
      const { revision, position, repeated } = await this.store.append({
        stream,
        expectedRevision: NO_STREAM,
        events: toNewEvents(events, context, stream),
        dueAt: aggregate.dueAt?.(state),
      });
      if (repeated) return undefined;
      this.remember(aggregate, stream, empty, state, revision, context.commandId);
      return { state, revision, events, position };
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) return undefined;
      throw error;
    }
  }

  private remember(
    aggregate: Pick<AnyAggregate, 'snapshotVersion'>,
    stream: string,
    before: Cached,
    state: unknown,
    revision: number,
    commandId: string,
  ): void {
    const commandIds = [...before.commandIds.slice(1 - REMEMBERED_COMMANDS), commandId];
    this.cache.set(stream, { state, revision, commandIds });
    const version = aggregate.snapshotVersion;
    if (version === undefined) return;
    const crossed =
      Math.floor((revision + 1) / SNAPSHOT_EVERY_EVENTS) >
      Math.floor((before.revision + 1) / SNAPSHOT_EVERY_EVENTS);
    if (crossed)
      this.store.saveSnapshot(stream, { revision, version, state: { state, commandIds } });
  }

  private async fold<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    stream: string,
  ): Promise<Cached> {
    const hit = this.cache.get(stream);
    if (hit) return hit;
    const { evolve, initialState } = aggregate.decider;
    let state: State = initialState();
    let revision = NO_STREAM;
    let commandIds: string[] = [];
    if (aggregate.snapshotVersion !== undefined) {
      const snapshot = await this.store.loadSnapshot(stream);
      if (snapshot?.version === aggregate.snapshotVersion) {
        const kept = snapshot.state as { state: State; commandIds: string[] };
        state = kept.state;
        commandIds = [...kept.commandIds];
        revision = snapshot.revision;
      }
    }
    const snapshotRevision = revision;
    for (const recorded of await this.store.readStream(stream, { fromRevision: revision + 1 })) {
      state = evolve(state, upcast(aggregate, recorded, stream));
      revision = recorded.revision;
      if (commandIds.at(-1) !== recorded.metadata.commandId)
        commandIds.push(recorded.metadata.commandId);
    }
    const cached: Cached = { state, revision, commandIds: commandIds.slice(-REMEMBERED_COMMANDS) };
    this.cache.set(stream, cached);
    const version = aggregate.snapshotVersion;
    if (version !== undefined && revision - snapshotRevision > SNAPSHOT_AFTER_FOLDING_EVENTS) {
      const kept = { state, commandIds: cached.commandIds };
      this.store.saveSnapshot(stream, { revision, version, state: kept });
    }
    return cached;
  }
}
