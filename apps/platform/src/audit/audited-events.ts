import { AggregateRegistry } from '@continuo/event-store/aggregate';
import { categoryOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { CHAIN_START } from '@continuo/event-store/hash-chain';
import { plainWords, type Told } from '@continuo/event-store/history-words';
import { aggregates, words } from '../definitions';
import type { KeptHash } from '../verify/facts';
import { type HistoryFilter, HistoryScope } from './history-filter';
import type { AuditedEvent } from './history-rows';

const registry = new AggregateRegistry(aggregates);

/** What an event of any service says, in today's words. */
export function toldOf(event: RecordedEvent): readonly Told[] {
  const today = registry.upcast(event);
  const told = words[categoryOf(event.stream)]?.(today) ?? [];
  return told.length > 0 ? told : plainWords(today);
}

/** The events of a history up to a position of the record, in its order. */
export async function* auditedEvents(
  kept: Iterable<KeptHash> | AsyncIterable<KeptHash>,
  filter: HistoryFilter,
  until: number,
): AsyncGenerator<AuditedEvent> {
  const scope = new HistoryScope(filter);
  const ends = new Map<string, string>();
  for await (const { event, hash } of kept) {
    if (event.position > until) return;
    const previous = ends.get(event.stream) ?? CHAIN_START;
    ends.set(event.stream, hash);
    if (scope.has(event)) yield { event, told: toldOf(event), previous, hash };
  }
}
