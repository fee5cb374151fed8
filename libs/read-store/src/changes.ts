import type { Actor } from '@continuo/kernel/actor';
import type { Instant } from '@continuo/kernel/instant';
import { categoryOf, idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import {
  approvalOf,
  changeName,
  type HistoryWords,
  plainWords,
  subjectsOf,
} from '@continuo/event-store/history-words';
import type { Change, Projection, Row } from './projection';

/** A field that a person changed; `from_value` and `to_value` are JSON. */
export interface ChangeRow {
  readonly position: number;
  readonly line: number;
  readonly category: string;
  readonly id: string;
  readonly stream: string;
  readonly revision: number;
  readonly event_id: string;
  readonly change: string;
  readonly field: string;
  readonly from_value: string;
  readonly to_value: string;
  readonly cycle: number | null;
  readonly actor_kind: Actor['kind'];
  readonly actor_id: string;
  readonly call_centre_id: string | null;
  readonly call_id: string | null;
  readonly script_version: string | null;
  readonly reason: string | null;
  readonly approval: string | null;
  readonly effective_at: Instant;
  readonly recorded_at: Instant;
  readonly causation_id: string | null;
}

/** What a stream is about, as far as its first event says. */
export interface StreamRow {
  readonly stream: string;
  readonly customer_id: string | null;
  readonly order_id: string | null;
}

/** Of the names of these read models, whatever the service. */
export const SUFFIX = '-changes';
export const tableOf = (projection: string): string => projection.replaceAll('-', '_');

/** What no person did has no place in what people did: the stream's own history has it. */
const NOBODY: ReadonlySet<Actor['kind']> = new Set(['system', 'import']);

/** Who changed what, on which call: of one service; `queryChanges` reads all. */
export function changesProjection(
  service: string,
  categories: readonly string[],
  words: Readonly<Record<string, HistoryWords>>,
): Projection {
  const name = service + SUFFIX;
  const changes = tableOf(name);
  const streams = `${changes}_streams`;
  return {
    name,
    version: 2,
    categories,
    tables: {
      [changes]: {
        columns: {
          position: 'integer',
          line: 'integer',
          category: 'text',
          id: 'text',
          stream: 'text',
          revision: 'integer',
          event_id: 'text',
          change: 'text',
          field: 'text',
          from_value: 'json',
          to_value: 'json',
          cycle: 'integer',
          actor_kind: 'text',
          actor_id: 'text',
          call_centre_id: 'text',
          call_id: 'text',
          script_version: 'text',
          reason: 'text',
          approval: 'text',
          effective_at: 'text',
          recorded_at: 'text',
          causation_id: 'text',
        },
        key: ['position', 'line'],
        indexes: [
          ['actor_id', 'position'],
          ['call_id', 'position'],
          ['stream', 'position'],
        ],
      },
      [streams]: {
        columns: { stream: 'text', customer_id: 'text', order_id: 'text' },
        key: ['stream'],
        indexes: [['customer_id'], ['order_id']],
      },
    },
    evolve: (event) => [
      ...subjectRows(event).map((row): Change => ({ op: 'put', table: streams, row })),
      ...rowsOf(event, words).map((row): Change => ({
        op: 'put',
        table: changes,
        row: { ...row },
      })),
    ],
  };
}

/** A stream's first event names its customer or order; imported ones, which nobody changes, are left out. */
function subjectRows(event: RecordedEvent): Row[] {
  const { stream, revision, metadata } = event;
  if (revision > 0 || metadata.actor.kind === 'import') return [];
  const { customerId, orderId } = subjectsOf(event);
  if (customerId === null && orderId === null) return [];
  return [{ stream, customer_id: customerId, order_id: orderId }];
}

function rowsOf(event: RecordedEvent, words: Readonly<Record<string, HistoryWords>>): ChangeRow[] {
  const { position, stream, revision, id: event_id, type, metadata } = event;
  const { actor } = metadata;
  if (NOBODY.has(actor.kind)) return [];
  const category = categoryOf(stream);
  const told = words[category]?.(event) ?? plainWords(event);
  return told.map(({ field, from, to, cycle }, line) => ({
    position,
    line,
    category,
    id: idOf(stream),
    stream,
    revision,
    event_id,
    change: changeName(type),
    field,
    from_value: JSON.stringify(from ?? null),
    to_value: JSON.stringify(to ?? null),
    cycle: cycle ?? null,
    actor_kind: actor.kind,
    actor_id: actor.id,
    call_centre_id: actor.callCentreId ?? null,
    call_id: metadata.callId ?? null,
    script_version: metadata.scriptVersion ?? null,
    reason: metadata.reason ?? null,
    approval: approvalOf(event),
    effective_at: metadata.effectiveAt,
    recorded_at: metadata.recordedAt,
    causation_id: metadata.causationId ?? null,
  }));
}
