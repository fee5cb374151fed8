import type { RecordedEvent } from '@continuo/event-store/event-store';
import { approvalOf, changeName, type Told } from '@continuo/event-store/history-words';

/** An event of the record, in today's words, with its place in its stream's hash chain. */
export interface AuditedEvent {
  readonly event: RecordedEvent;
  readonly told: readonly Told[];
  /** Hash of the event before it in its stream, empty before the first; in hex. */
  readonly previous: string;
  readonly hash: string;
}

/** The last row but its digests. */
export const CSV_COLUMNS = [
  'n',
  'kind',
  'position',
  'stream',
  'revision',
  'event_id',
  'type',
  'change',
  'field',
  'from',
  'to',
  'cycle',
  'actor_kind',
  'actor_id',
  'call_centre_id',
  'call_id',
  'script_version',
  'reason',
  'approval',
  'effective_at',
  'recorded_at',
  'event_hash',
  'note',
] as const;

/** The first line of a CSV file. */
export const CSV_HEAD = [...CSV_COLUMNS, 'after', 'chain'].join();

type Cell = string | number | null | undefined;

/** A row per field that the event changed, the digests not yet among its cells. */
export function csvRows({ event, told, hash }: AuditedEvent): Cell[][] {
  const { metadata } = event;
  const { actor } = metadata;
  return told.map(({ field, from, to, cycle }) => [
    event.position,
    event.stream,
    event.revision,
    event.id,
    event.type,
    changeName(event.type),
    field,
    from,
    to,
    cycle,
    actor.kind,
    actor.id,
    actor.callCentreId,
    metadata.callId,
    metadata.scriptVersion,
    metadata.reason,
    approvalOf(event),
    metadata.effectiveAt,
    metadata.recordedAt,
    hash,
    null,
  ]);
}

/** One line whatever is in it: a line break in a text is written `\n`, as JSON writes it. */
export function csvLine(cells: readonly Cell[]): string {
  return cells.map(csvCell).join();
}

function csvCell(cell: Cell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const line = cell.replaceAll('\r', '\\r').replaceAll('\n', '\\n');
  // A spreadsheet would carry out what begins like a formula.
  const text = /^[=+\-@\t]/.test(line) ? `'${line}` : line;
  return /[",]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** The event word for word, as the chain of the record covers it, and what it says. */
export function jsonEvent({ event, told, previous, hash }: AuditedEvent): object {
  const { position, stream, revision, id, type, data, metadata } = event;
  const changes = told.map(({ field, from, to, cycle }) => ({ field, from, to, cycle }));
  const change = changeName(type);
  const approval = approvalOf(event);
  return {
    position,
    stream,
    revision,
    id,
    type,
    change,
    changes,
    approval,
    data,
    metadata,
    previous,
    hash,
  };
}
