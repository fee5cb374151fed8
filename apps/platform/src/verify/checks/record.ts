import type { RecordedEvent } from '@continuo/event-store/event-store';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Check } from '../check';

/** Revisions of each stream count 0, 1, 2, ...; positions grow. */
export class RevisionsWithoutGaps implements Check {
  readonly name = 'revisions-without-gaps';
  readonly rule = 'the revisions of each stream count up from 0, positions only grow';
  private readonly last = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;
  private position = 0;

  see(event: RecordedEvent): void {
    this.facts += 1;
    const expected = (this.last.get(event.stream) ?? -1) + 1;
    if (event.revision !== expected) {
      this.breaches.push(
        `${event.stream} has revision ${event.revision} where ${expected} should be`,
      );
    }
    if (event.position <= this.position)
      this.breaches.push(`position ${event.position} comes after ${this.position}`);
    this.last.set(event.stream, event.revision);
    this.position = event.position;
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

/** Who did it is known of every event. */
export class EveryEventHasAnActor implements Check {
  readonly name = 'every-event-has-an-actor';
  readonly rule = 'every event names who brought it about';
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    this.facts += 1;
    const { actor } = event.metadata;
    if (!actor?.kind || !actor.id)
      this.breaches.push(`${event.type} at ${event.stream}@${event.revision} has no actor`);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

/** A command's events stand together, once, under the ids that follow from the command. */
export class OneEffectPerCommand implements Check {
  readonly name = 'one-effect-per-command';
  readonly rule = 'no command has had its effect on a stream twice';
  private readonly streams = new Map<
    string,
    { current: string; index: number; seen: Set<string> }
  >();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const { commandId } = event.metadata;
    let stream = this.streams.get(event.stream);
    if (!stream)
      this.streams.set(event.stream, (stream = { current: '', index: 0, seen: new Set() }));
    if (stream.current === commandId) stream.index += 1;
    else {
      this.facts += 1;
      if (stream.seen.has(commandId)) {
        this.breaches.push(`command ${commandId} comes back at ${event.stream}@${event.revision}`);
      }
      stream.seen.add(commandId);
      stream.current = commandId;
      stream.index = 0;
    }
    if (event.id !== deriveUuid(commandId, event.stream, stream.index)) {
      this.breaches.push(
        `the id of ${event.stream}@${event.revision} does not follow from its command`,
      );
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
