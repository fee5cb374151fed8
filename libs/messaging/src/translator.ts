import type { AggregateRegistry } from '@continuo/event-store/aggregate';
import { categoryOf, idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { IntegrationMessage } from './message';
import type { Publisher } from './messaging';

/** Makes messages of recorded events, by the publisher of their category. */
export class Translator {
  private readonly byCategory = new Map<string, { publisher: Publisher; source: string }>();

  constructor(
    publishers: Iterable<Publisher>,
    private readonly aggregates: AggregateRegistry,
  ) {
    for (const publisher of publishers) {
      for (const category of publisher.categories) {
        const taken = this.byCategory.get(category)?.publisher;
        if (taken) {
          throw new Error(
            `category ${category} is published by both ${taken.service} and ${publisher.service}`,
          );
        }
        this.byCategory.set(category, { publisher, source: `/continuo/${publisher.service}` });
      }
    }
  }

  get categories(): readonly string[] {
    return [...this.byCategory.keys()];
  }

  /**
   * The message about an event, if there is one and `wanted` says yes to its type. Throws
   * `UnknownEventError`: what cannot be read must not be passed over.
   */
  translate(
    stored: RecordedEvent,
    wanted: (type: string) => boolean,
  ): IntegrationMessage | undefined {
    const entry = this.byCategory.get(categoryOf(stored.stream));
    if (!entry) return undefined;
    const event = this.aggregates.upcast(stored);
    const publication = entry.publisher.translate(event);
    if (!publication || !wanted(publication.type)) return undefined;
    const { metadata } = event;
    return {
      id: event.id,
      type: publication.type,
      source: entry.source,
      subject: idOf(event.stream),
      sequence: event.revision,
      position: event.position,
      time: metadata.recordedAt,
      actor: metadata.actor,
      correlationId: metadata.correlationId,
      causationId: metadata.causationId,
      callId: metadata.callId,
      scriptVersion: metadata.scriptVersion,
      traceparent: metadata.traceparent,
      data: publication.data,
    };
  }
}
