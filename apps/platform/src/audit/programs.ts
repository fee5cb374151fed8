import {
  categoryOf,
  idOf,
  type Position,
  type RecordedEvent,
} from '@continuo/event-store/event-store';
import type { Instant } from '@continuo/kernel/instant';
import { replay } from '@continuo/subscriptions/definitions';
import type { RecordFacts } from '../verify/facts';

/** The programs of a record, stream by stream, and the versions of their plans. */
export interface Programs {
  readonly streams: ReadonlyMap<string, readonly RecordedEvent[]>;
  readonly plans: PlanVersions;
  readonly position: Position;
  /** When the last event of the record was written. */
  readonly until: Instant;
}

type PlanVersions = Parameters<typeof replay.whatIf>[2];
type PlanVersion = PlanVersions extends ReadonlyMap<string, infer Version> ? Version : never;

const PAGE = 1_000;

/** Reads, and writes nothing. */
export async function readPrograms(
  record: Pick<RecordFacts, 'head' | 'readAll'>,
  only?: string,
): Promise<Programs> {
  const position = await record.head();
  const streams = new Map<string, RecordedEvent[]>();
  const plans = new Map<string, PlanVersion>();
  const categories = ['subscription', 'plan'];
  for (let after = 0; after < position;) {
    const { events, upTo } = await record.readAll({ after, maxCount: PAGE, categories });
    for (const event of events) {
      if (event.position > position) break;
      if (categoryOf(event.stream) === 'plan') addVersion(plans, event);
      else if (only === undefined || idOf(event.stream) === only) {
        const stream = streams.get(event.stream);
        if (stream) stream.push(event);
        else streams.set(event.stream, [event]);
      }
    }
    if (upTo === after) break;
    after = upTo;
  }
  const { events } = await record.readAll({ after: Math.max(0, position - 1), maxCount: 1 });
  return { streams, plans, position, until: events[0]?.metadata.recordedAt ?? '' };
}

function addVersion(plans: Map<string, PlanVersion>, event: RecordedEvent): void {
  const version = event.data as PlanVersion;
  plans.set(replay.versionKey(version.planId, version.version), version);
}
