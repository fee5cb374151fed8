import type { Span, Tracer } from '@continuo/tracing/tracing';
import type { IntegrationMessage } from './message';

/** What a span says of the message that it is about. */
interface Carried {
  readonly id: string;
  readonly type: string;
  readonly traceparent?: string;
}

/** Begins the span of a message's way to its readers; they go on from it. */
export function beginPublishing(
  tracer: Tracer,
  { id, type, traceparent }: Carried,
  system: 'kafka' | 'in_process',
): Span {
  return tracer.begin({
    kind: 'producer',
    name: `publish ${type}`,
    parent: traceparent,
    attributes: {
      'messaging.system': system,
      'messaging.operation.type': 'send',
      'messaging.message.id': id,
      'continuo.message_type': type,
    },
  });
}

/** Begins the span of one attempt of a consumer group to handle a message; the first is 1. */
export function beginHandling(
  tracer: Tracer,
  { id, type, traceparent }: IntegrationMessage,
  group: string,
  attempt: number,
): Span {
  return tracer.begin({
    kind: 'consumer',
    name: `${group} handles ${type}`,
    parent: traceparent,
    attributes: {
      'messaging.operation.type': 'process',
      'messaging.consumer.group.name': group,
      'messaging.message.id': id,
      'continuo.message_type': type,
      'continuo.attempt': attempt,
    },
  });
}
