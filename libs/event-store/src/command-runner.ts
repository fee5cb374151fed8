import type { CommandContext } from '@continuo/kernel/command-context';
import { endWith, NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import { type Aggregate, streamOf } from './aggregate';
import { beginAppend } from './append-span';
import { WrongExpectedRevisionError } from './errors';
import {
  type AppendRequest,
  type AppendResult,
  type DomainEvent,
  type EventStore,
  NO_STREAM,
  type Position,
} from './event-store';
import { toNewEvents } from './new-events';
import { type AsOf, PastFolds } from './past-folds';
import { type Folded, type Known, StreamFolds, type StreamFoldsOptions } from './stream-folds';

export type { AsOf, Folded };

export interface Outcome<Event, State> extends Folded<State> {
  /** What the command brought about: nothing when it was carried out before. */
  readonly events: readonly Event[];
  /** Place of the last new event in the record. */
  readonly position?: Position;
}

export interface ExecuteOptions {
  /** The revision the caller has seen (If-Match); {@link WrongExpectedRevisionError} when it is another by now. */
  readonly expectedRevision?: number;
  /**
   * The stream most likely does not exist: its id was just derived. The command is decided without
   * looking for it; the append finds out, and then it is loaded and decided as usual.
   */
  readonly likelyNew?: boolean;
}

export interface CommandRunnerOptions extends StreamFoldsOptions {
  readonly tracing?: Tracing;
}

const MAX_ATTEMPTS = 5;

/** Loads, decides, appends; one command changes one stream. */
export class CommandRunner {
  private readonly folds: StreamFolds;
  private readonly past: PastFolds;
  private readonly tails = new Map<string, Promise<unknown>>();
  private readonly tracing: Tracing;

  constructor(
    private readonly store: EventStore,
    options: CommandRunnerOptions = {},
  ) {
    this.folds = new StreamFolds(store, options);
    this.past = new PastFolds(store);
    this.tracing = options.tracing ?? NO_TRACING;
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
    const folded = await this.folds.current(aggregate, streamOf(aggregate, id));
    return folded.commandIds.includes(commandId) ? (folded as Known<State>) : undefined;
  }

  /** A stream's state, now or as of an instant or revision. */
  async load<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    id: string,
    asOf?: AsOf,
  ): Promise<Folded<State>> {
    const stream = streamOf(aggregate, id);
    if (!asOf) return this.folds.current(aggregate, stream);
    return this.past.load(aggregate, stream, asOf);
  }

  private async attempt<Command, Event extends DomainEvent, State>(
    aggregate: Aggregate<Command, Event, State>,
    stream: string,
    command: Command,
    context: CommandContext,
    options: ExecuteOptions,
  ): Promise<Outcome<Event, State>> {
    for (let attempt = 1; ; attempt += 1) {
      const known = this.folds.known<State>(stream);
      if (options.likelyNew && attempt === 1 && !this.folds.has(stream)) {
        const created = await this.create(aggregate, stream, command, context);
        if (created) return created;
      }
      const folded = known ?? (await this.folds.current(aggregate, stream));
      if (folded.commandIds.includes(context.commandId)) {
        return { state: folded.state, revision: folded.revision, events: [] };
      }
      if (options.expectedRevision !== undefined && options.expectedRevision !== folded.revision) {
        throw new WrongExpectedRevisionError(stream, options.expectedRevision, folded.revision);
      }
      const events = aggregate.decider.decide(command, folded.state);
      if (events.length === 0) return { state: folded.state, revision: folded.revision, events };
      const state = events.reduce(aggregate.decider.evolve, folded.state);
      try {
        const dueAt = aggregate.dueAt?.(state);
        const appended = await this.append(stream, folded.revision, events, context, dueAt);
        if (appended.repeated) {
          // Another process carried the command out, on what it knew: the record says how.
          this.folds.forget(stream);
          continue;
        }
        this.folds.remember(aggregate, stream, folded, state, appended.revision, context.commandId);
        return { state, revision: appended.revision, events, position: appended.position };
      } catch (error) {
        this.folds.forget(stream);
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
    const empty: Known<State> = { state: initialState(), revision: NO_STREAM, commandIds: [] };
    let events: readonly Event[];
    try {
      events = decide(command, empty.state);
    } catch {
      return undefined;
    }
    if (events.length === 0) return undefined;
    const state = events.reduce(evolve, empty.state);
    try {
      const dueAt = aggregate.dueAt?.(state);
      const appended = await this.append(stream, NO_STREAM, events, context, dueAt);
      const { revision, position, repeated } = appended;
      if (repeated) return undefined;
      this.folds.remember(aggregate, stream, empty, state, revision, context.commandId);
      return { state, revision, events, position };
    } catch (error) {
      if (error instanceof WrongExpectedRevisionError) return undefined;
      throw error;
    }
  }

  /** Not async itself: a promise less for every command. */
  private append(
    stream: string,
    expectedRevision: number,
    events: readonly DomainEvent[],
    context: CommandContext,
    dueAt: AppendRequest['dueAt'],
  ): Promise<AppendResult> {
    const { store, tracing } = this;
    if (!tracing.on) {
      const appended = toNewEvents(events, context, stream);
      return store.append({ stream, expectedRevision, events: appended, dueAt });
    }
    const span = beginAppend(tracing, stream, events, context);
    const { traceparent } = span;
    const traced = toNewEvents(events, { ...context, traceparent }, stream);
    return endWith(span, store.append({ stream, expectedRevision, events: traced, dueAt }));
  }
}
