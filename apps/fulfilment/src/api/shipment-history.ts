import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { ShipmentEvent } from '../domain/shipment/events';
import { type ShipmentHistoryEntryView, actorView } from './history.dto';

/** An event of a shipment as the API tells it; the address stays sealed and is left out. */
export function historyEntry(event: RecordedEvent & ShipmentEvent): ShipmentHistoryEntryView {
  const { metadata } = event;
  return {
    revision: event.revision,
    event_id: event.id,
    type: event.type,
    effective_at: metadata.effectiveAt,
    recorded_at: metadata.recordedAt,
    actor: actorView(metadata.actor),
    call_id: metadata.callId ?? null,
    script_version: metadata.scriptVersion ?? null,
    causation_id: metadata.causationId ?? null,
    data: snakeCase({ ...event.data, shipTo: undefined }) as object,
  };
}

function snakeCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(snakeCase);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`),
      snakeCase(inner),
    ]),
  );
}
