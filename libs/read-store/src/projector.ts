import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import {
  categoryOf,
  type EventFilter,
  type Position,
  type RecordedEvent,
  type RecordPage,
} from '@continuo/event-store/event-store';
import { coalesce } from './coalesce';
import type { Change, Projection } from './projection';

/** Where the events come from: the record, or a reader of its file. */
export interface RecordSource {
  readAll(
    options: EventFilter & { after: Position; maxCount: number },
  ): RecordPage | Promise<RecordPage>;
}

/** The tables of one projection as far as they are filled. */
export interface ReadModel {
  readonly projection: Projection;
  readonly position: Position;
}

/** What one page of events means to one read model: changes, or why it cannot go on. */
export interface PageEffect<Model extends ReadModel = ReadModel> {
  readonly model: Model;
  readonly changes: readonly Change[];
  readonly failure?: ProjectionFailedError;
}

/** An event that the projection cannot take: unknown to this version, or its `evolve` threw. */
export class ProjectionFailedError extends Error {
  constructor(
    projection: string,
    event: Pick<RecordedEvent, 'type' | 'stream' | 'position'>,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    super(
      `projection ${projection} cannot take ${event.type} of ${event.stream} at position ${event.position}: ${reason}`,
      { cause },
    );
    this.name = 'ProjectionFailedError';
  }
}

export const PAGE_SIZE = 1_000;

/** Reads a page of events once, for all read models that stand at one position. */
export class Projector {
  constructor(
    private readonly source: RecordSource,
    private readonly aggregates: AggregateRegistry,
  ) {}

  async nextPage<Model extends ReadModel>(
    models: readonly Model[],
    maxCount = PAGE_SIZE,
    /** Events after this position are left for later. */
    until = Number.MAX_SAFE_INTEGER,
  ): Promise<{ effects: readonly PageEffect<Model>[]; upTo: Position; count: number }> {
    const after = models[0]!.position;
    const categories = [...new Set(models.flatMap(({ projection }) => projection.categories))];
    const page = await this.source.readAll({ after, maxCount, categories });
    const upTo = Math.min(page.upTo, until);
    const events =
      page.upTo > until ? page.events.filter(({ position }) => position <= until) : page.events;
    const today = this.upcastOnce(events);
    const effects = models.map((model) => effectOf(model, events, today));
    return { effects, upTo, count: events.length };
  }

  /** Several projections see the same event; it is brought to today's form for the first of them. */
  private upcastOnce(events: readonly RecordedEvent[]): (index: number) => RecordedEvent {
    const known: RecordedEvent[] = [];
    return (index) => (known[index] ??= this.aggregates.upcast(events[index]!));
  }
}

function effectOf<Model extends ReadModel>(
  model: Model,
  events: readonly RecordedEvent[],
  today: (index: number) => RecordedEvent,
): PageEffect<Model> {
  const { name, categories, evolve } = model.projection;
  const own = new Set(categories);
  const changes: Change[] = [];
  for (const [index, event] of events.entries()) {
    if (!own.has(categoryOf(event.stream))) continue;
    try {
      for (const change of evolve(today(index))) changes.push(change);
    } catch (error) {
      return { model, changes: [], failure: new ProjectionFailedError(name, event, error) };
    }
  }
  return { model, changes: coalesce(model.projection, changes) };
}
