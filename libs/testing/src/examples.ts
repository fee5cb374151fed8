import {
  type DomainEvent,
  type EventMetadata,
  type NewEvent,
  type RecordedEvent,
} from '@continuo/event-store/event-store';
import type { Actor } from '@continuo/kernel/actor';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';

/** The instant at which canonical examples happen. */
export const NOW: Instant = '2026-11-22T09:30:00.000Z';

export const AGENT: Actor = { kind: 'agent', id: 'agt_ann', callCentreId: 'cc_north' };

export function aContext(changes: Partial<CommandContext> = {}): CommandContext {
  return {
    commandId: deriveUuid('example-command'),
    actor: AGENT,
    now: NOW,
    callId: 'call_1',
    scriptVersion: 'script-7',
    correlationId: 'cor_1',
    ...changes,
  };
}

export function aMetadata(changes: Partial<EventMetadata> = {}): EventMetadata {
  return {
    actor: AGENT,
    commandId: deriveUuid('example-command'),
    correlationId: 'cor_1',
    callId: 'call_1',
    scriptVersion: 'script-7',
    recordedAt: NOW,
    effectiveAt: NOW,
    ...changes,
  };
}

/** Events ready to be appended; their ids follow from `seed` (by default the stream's name is enough). */
export function newEvents(
  seed: string,
  events: readonly DomainEvent[],
  metadata: Partial<EventMetadata> = {},
): NewEvent[] {
  return events.map((event, index) => ({
    id: deriveUuid('example-event', seed, index),
    type: event.type,
    data: event.data,
    metadata: aMetadata(metadata),
  }));
}

/** Events as the record gives them back, one after the other in one stream. */
export function recorded<Event extends DomainEvent>(
  stream: string,
  events: readonly Event[],
  options: { fromRevision?: number; fromPosition?: number; metadata?: Partial<EventMetadata> } = {},
): (RecordedEvent & Event)[] {
  const { fromRevision = 0, fromPosition = fromRevision + 1, metadata } = options;
  return events.map((event, index) => ({
    ...event,
    id: deriveUuid('example-event', stream, fromRevision + index),
    metadata: aMetadata(metadata),
    stream,
    revision: fromRevision + index,
    position: fromPosition + index,
  }));
}
