import type { CommandContext } from '@continuo/kernel/command-context';
import type { Span, Tracer } from '@continuo/tracing/tracing';
import { categoryOf, type DomainEvent } from './event-store';

/** Begins the span of an append; its events carry its traceparent. */
export function beginAppend(
  tracer: Tracer,
  stream: string,
  events: readonly DomainEvent[],
  { traceparent }: CommandContext,
): Span {
  const category = categoryOf(stream);
  return tracer.begin({
    kind: 'internal',
    name: `append ${category}`,
    parent: traceparent,
    attributes: {
      'continuo.stream_category': category,
      'continuo.event_types': events.map(({ type }) => type),
    },
  });
}
