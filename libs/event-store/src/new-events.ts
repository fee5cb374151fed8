import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { DomainEvent, EventMetadata, NewEvent } from './event-store';

/** The events of a command as they are appended: their ids follow from the command's. */
export function toNewEvents(
  events: readonly DomainEvent[],
  context: CommandContext,
  stream: string,
): NewEvent[] {
  const metadata: EventMetadata = {
    actor: context.actor,
    commandId: context.commandId,
    correlationId: context.correlationId,
    causationId: context.causationId,
    callId: context.callId,
    scriptVersion: context.scriptVersion,
    reason: context.reason,
    traceparent: context.traceparent,
    recordedAt: context.now,
    effectiveAt: context.effectiveAt ?? context.now,
  };
  return events.map((event, index) => ({
    id: deriveUuid(context.commandId, stream, index),
    type: event.type,
    data: event.data,
    metadata,
  }));
}
