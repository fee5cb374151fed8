import { LRUCache } from 'lru-cache';
import { type Aggregate, upcast } from './aggregate';
import { type DomainEvent, type EventStore, NO_STREAM } from './event-store';

/** A stream's events folded up to a revision; {@link NO_STREAM} when there are none. */
export interface Folded<State> {
  readonly state: State;
  readonly revision: number;
}

export interface Known<State> extends Folded<State> {
  /** The last commands of the stream: one that comes again has no second effect. */
  readonly commandIds: readonly string[];
}

export interface StreamFoldsOptions {
  /** Folded streams kept in memory; 20,000 by default. */
  readonly cachedStreams?: number;
  /**
   * Other processes append to the same streams: what is kept here saves folding from the beginning,
   * and what has come since is read before anything is answered or decided.
   */
  readonly shared?: boolean;
}

interface Snapshotted {
  readonly snapshotVersion?: number;
}

const REMEMBERED_COMMANDS = 64;
const SNAPSHOT_EVERY_EVENTS = 200;
/** A load that had to fold more than this leaves a snapshot, so that the next one need not. */
const SNAPSHOT_AFTER_FOLDING_EVENTS = 20;

/** The folds of the streams in use, in memory, with snapshots for the long ones. */
export class StreamFolds {
  private readonly cache: LRUCache<string, Known<unknown>>;
  private readonly shared: boolean;

  constructor(
    private readonly store: EventStore,
    { cachedStreams = 20_000, shared = false }: StreamFoldsOptions,
  ) {
    this.cache = new LRUCache({ max: cachedStreams });
    this.shared = shared;
  }

  has(stream: string): boolean {
    return this.cache.has(stream);
  }

  /** The fold if it is in memory and cannot be out of date. */
  known<State>(stream: string): Known<State> | undefined {
    return this.shared ? undefined : (this.cache.get(stream) as Known<State> | undefined);
  }

  /** The fold as of now. */
  async current<Event extends DomainEvent, State>(
    aggregate: Aggregate<never, Event, State>,
    stream: string,
  ): Promise<Known<State>> {
    const hit = this.cache.get(stream) as Known<State> | undefined;
    if (hit && !this.shared) return hit;
    const from = hit ?? (await this.beginning(aggregate, stream));
    const { evolve } = aggregate.decider;
    let { state, revision } = from;
    const commandIds = [...from.commandIds];
    for (const recorded of await this.store.readStream(stream, { fromRevision: revision + 1 })) {
      state = evolve(state, upcast(aggregate, recorded, stream));
      revision = recorded.revision;
      if (commandIds.at(-1) !== recorded.metadata.commandId)
        commandIds.push(recorded.metadata.commandId);
    }
    const current = { state, revision, commandIds: commandIds.slice(-REMEMBERED_COMMANDS) };
    this.cache.set(stream, current);
    const long = revision - from.revision > SNAPSHOT_AFTER_FOLDING_EVENTS;
    if (long || isSnapshotDue(from.revision, revision))
      this.saveSnapshot(aggregate, stream, current);
    return current;
  }

  /**
   * A command has brought the stream from `before` to `state` and `revision`. Where others append as
   * well, the record may hold their repeat of the command in its place: only what is read is kept.
   */
  remember(
    aggregate: Snapshotted,
    stream: string,
    before: Known<unknown>,
    state: unknown,
    revision: number,
    commandId: string,
  ): void {
    if (this.shared) {
      this.cache.set(stream, before);
      return;
    }
    const commandIds = [...before.commandIds.slice(1 - REMEMBERED_COMMANDS), commandId];
    const now = { state, revision, commandIds };
    this.cache.set(stream, now);
    if (isSnapshotDue(before.revision, revision)) this.saveSnapshot(aggregate, stream, now);
  }

  forget(stream: string): void {
    this.cache.delete(stream);
  }

  private saveSnapshot(
    { snapshotVersion: version }: Snapshotted,
    stream: string,
    { state, revision, commandIds }: Known<unknown>,
  ): void {
    if (version === undefined) return;
    this.store.saveSnapshot(stream, { revision, version, state: { state, commandIds } });
  }

  /** Where folding begins: the stream's snapshot, or nothing. */
  private async beginning<Event extends DomainEvent, State>(
    { decider, snapshotVersion }: Aggregate<never, Event, State>,
    stream: string,
  ): Promise<Known<State>> {
    if (snapshotVersion !== undefined) {
      const snapshot = await this.store.loadSnapshot(stream);
      if (snapshot?.version === snapshotVersion) {
        const kept = snapshot.state as Pick<Known<State>, 'state' | 'commandIds'>;
        return { ...kept, revision: snapshot.revision };
      }
    }
    return { state: decider.initialState(), revision: NO_STREAM, commandIds: [] };
  }
}

function isSnapshotDue(before: number, now: number): boolean {
  const snapshots = (revision: number) => Math.floor((revision + 1) / SNAPSHOT_EVERY_EVENTS);
  return snapshots(now) > snapshots(before);
}
