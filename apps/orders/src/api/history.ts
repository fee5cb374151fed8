import type { RecordedEvent } from '@continuo/event-store/event-store';
import { InstantField, IntegerField, NestedField, TextField } from '@continuo/http/fields';
import { ApiProperty } from '@nestjs/swagger';

export class ActorView {
  @TextField({ example: 'agent' }) kind!: string;
  @TextField({ example: 'agt_nora' }) id!: string;
  @TextField({ optional: true, nullable: true }) call_centre_id?: string | null;
}

/** One thing that happened: what, who, on which call, by which script, why, when. */
export class HistoryEntryView {
  @IntegerField() revision!: number;
  @TextField({ example: 'order.placed.v1' }) type!: string;
  @InstantField() recorded_at!: string;
  @InstantField() effective_at!: string;
  @NestedField(() => ActorView) actor!: ActorView;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) script_version!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: object;
}

export class HistoryView {
  @NestedField(() => HistoryEntryView, { array: true }) items!: HistoryEntryView[];
}

export function historyEntry(event: RecordedEvent, data: object = publicData(event.data)) {
  const { revision, type, metadata } = event;
  const { actor } = metadata;
  return {
    revision,
    type,
    recorded_at: metadata.recordedAt,
    effective_at: metadata.effectiveAt,
    actor: { kind: actor.kind, id: actor.id, call_centre_id: actor.callCentreId ?? null },
    call_id: metadata.callId ?? null,
    script_version: metadata.scriptVersion ?? null,
    reason: metadata.reason ?? null,
    data,
  };
}

/** Sealed values and search tokens say nothing to a reader. */
const HIDDEN = new Set(['shipTo', 'givenBy', 'profile', 'findableBy', 'sealed']);

/** Event data as the API spells it. */
export function publicData(data: object): object {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([key]) => !HIDDEN.has(key))
      .map(([key, value]) => [snake(key), publicValue(value)]),
  );
}

function publicValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(publicValue);
  return typeof value === 'object' && value !== null ? publicData(value) : value;
}

/** Keys that are data themselves (currencies, line ids) have no small letter before a capital. */
function snake(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
