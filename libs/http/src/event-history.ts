import type { RecordedEvent } from '@continuo/event-store/event-store';
import { ApiProperty } from '@nestjs/swagger';
import { InstantField, IntegerField, NestedField, TextField } from './fields';

export class ActorView {
  @TextField({ example: 'agent' }) kind!: string;
  @TextField({ example: 'agt_nora' }) id!: string;
  @TextField({ nullable: true }) call_centre_id!: string | null;
}

export class EventActorView extends ActorView {
  @TextField({ nullable: true, description: 'the access key that it came through' })
  via!: string | null;
}

/** One thing that happened: what, who, on which call, by which script, why, when. */
export class EventView {
  @IntegerField({ min: 0 }) revision!: number;
  @TextField({ description: "the event's id in the record" }) event_id!: string;
  @TextField({ example: 'order.placed.v1' }) type!: string;
  @InstantField({ description: 'when it was true' }) effective_at!: string;
  @InstantField({ description: 'when it was written' }) recorded_at!: string;
  @NestedField(() => EventActorView) actor!: EventActorView;
  @TextField({ nullable: true }) call_id!: string | null;
  @TextField({ nullable: true }) script_version!: string | null;
  @TextField({ nullable: true }) reason!: string | null;
  @TextField({ nullable: true, description: 'the event or request that caused it' })
  causation_id!: string | null;
  @ApiProperty({ type: 'object', additionalProperties: true, description: 'what happened' })
  data!: object;
}

/** Everything that ever happened to one thing, the first first. */
export class EventHistoryView {
  @NestedField(() => EventView, { array: true }) items!: EventView[];
}

/** @param data what to tell instead of the event's own data, in the API's spelling */
export function eventView(event: RecordedEvent, data: object = shownData(event.data)): EventView {
  const { actor, ...metadata } = event.metadata;
  return {
    revision: event.revision,
    event_id: event.id,
    type: event.type,
    effective_at: metadata.effectiveAt,
    recorded_at: metadata.recordedAt,
    actor: {
      kind: actor.kind,
      id: actor.id,
      call_centre_id: actor.callCentreId ?? null,
      via: actor.via ?? null,
    },
    call_id: metadata.callId ?? null,
    script_version: metadata.scriptVersion ?? null,
    reason: metadata.reason ?? null,
    causation_id: metadata.causationId ?? null,
    data,
  };
}

/** Sealed values, search tokens and hashes say nothing to a reader. */
const HIDDEN = new Set(['shipTo', 'givenBy', 'profile', 'findableBy', 'sealed', 'secretHash']);

function shownData(data: object): object {
  return Object.fromEntries(
    Object.entries(data)
      .filter(([key]) => !HIDDEN.has(key))
      .map(([key, value]) => [snakeCase(key), shownValue(value)]),
  );
}

function shownValue(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shownValue);
  return typeof value === 'object' && value !== null ? shownData(value) : value;
}

/** Keys that are data themselves (currencies, line ids) have no small letter before a capital. */
function snakeCase(key: string): string {
  return key.replace(/(?<=[a-z0-9])[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
