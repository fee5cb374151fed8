import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { PaymentEvent } from '../domain/payment/events';
import type { PaymentHistoryEntryView } from './history.dto';

/** An event of a payment as the API tells it. */
export function historyEntry(event: RecordedEvent & PaymentEvent): PaymentHistoryEntryView {
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
    causation_id: metadata.causationId ?? null,
    data: snakeCase(event.data) as object,
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
