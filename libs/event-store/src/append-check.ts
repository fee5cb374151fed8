import type { AppendRequest, EventMetadata, NewEvent } from './event-store';
import { NO_STREAM } from './event-store';

/** An append that must not reach the record: a mistake of the program, not of its user. */
export class InvalidAppendError extends Error {
  constructor(stream: string, problem: string) {
    super(`append to ${JSON.stringify(stream)} refused: ${problem}`);
    this.name = 'InvalidAppendError';
  }
}

const STREAM_NAME = /^[A-Za-z]+-[^\x00-\x1f\x7f]+$/;
const PRINTABLE = /^[\x21-\x7e]+$/;

/** What every adapter asks of an append before it is accepted. Throws {@link InvalidAppendError}. */
export function checkAppend({ stream, expectedRevision, events }: AppendRequest): void {
  const refuse = (problem: string): never => {
    throw new InvalidAppendError(stream, problem);
  };
  if (!STREAM_NAME.test(stream))
    refuse('a stream is named <category>-<id>, the category in letters');
  if (!Number.isSafeInteger(expectedRevision) || expectedRevision < NO_STREAM) {
    refuse(`${expectedRevision} is no revision`);
  }
  if (events.length === 0) refuse('it has no events');
  let checked: EventMetadata | undefined;
  for (const event of events) {
    if (!PRINTABLE.test(event.id)) refuse('an event has no id');
    if (!PRINTABLE.test(event.type)) refuse('an event has no type');
    // The events of one command share one metadata object.
    if (event.metadata !== checked && !hasActor(event)) refuse(`${event.type} has no actor`);
    checked = event.metadata;
  }
}

function hasActor({ metadata }: NewEvent): boolean {
  const actor: Partial<EventMetadata['actor']> | undefined = metadata?.actor;
  return Boolean(actor?.kind && actor.id);
}
