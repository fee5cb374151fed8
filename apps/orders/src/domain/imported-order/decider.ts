import type { Decider } from '@continuo/kernel/decider';
import { sumMinor } from '@continuo/kernel/money';
import type { HistoricLine, ImportedOrderEvent, RecordedLines } from './events';
import type { ImportedOrderState } from './state';

/** All lines that one reading of a source found for a document and a moment. */
export interface ImportedOrderCommand extends RecordedLines {
  readonly kind: 'record-lines';
}

/** A very long document is recorded in several events, so that none grows without bound. */
const LINES_PER_EVENT = 500;

/**
 * A line has no key of its own, and the same line may truly occur twice. Of each content, the record
 * therefore holds as many as the reading that found the most: reading again adds nothing.
 */
function decide(
  command: ImportedOrderCommand,
  state: ImportedOrderState,
): readonly ImportedOrderEvent[] {
  const fresh = unknownLines(command, state);
  const { kind: _, ...document } = command;
  const events: ImportedOrderEvent[] = [];
  for (let from = 0; from < fresh.length; from += LINES_PER_EVENT) {
    const lines = fresh.slice(from, from + LINES_PER_EVENT);
    events.push({ type: 'imported-order.lines-recorded.v1', data: { ...document, lines } });
  }
  return events;
}

function unknownLines(
  { lines, orderedAt }: ImportedOrderCommand,
  state: ImportedOrderState,
): readonly HistoricLine[] {
  if (state.status === 'none') return lines;
  const known = new Map<string, number>();
  for (const line of state.lines) {
    if (line.orderedAt !== orderedAt) continue;
    const content = contentOf(line);
    known.set(content, (known.get(content) ?? 0) + 1);
  }
  return lines.filter((line) => {
    const content = contentOf(line);
    const left = known.get(content) ?? 0;
    if (left > 0) known.set(content, left - 1);
    return left === 0;
  });
}

function contentOf({ sku, name, quantity, unitPrice, discount }: HistoricLine): string {
  return `${sku}\u001f${quantity}\u001f${unitPrice}\u001f${discount ?? ''}\u001f${name}`;
}

function evolve(state: ImportedOrderState, { data }: ImportedOrderEvent): ImportedOrderState {
  const { lines, ...document } = data;
  const { orderedAt } = document;
  const dated = lines.map((line) => ({ ...line, orderedAt }));
  const addedMinor = sumMinor(lines.map(({ amountMinor }) => amountMinor));
  if (state.status === 'none') {
    return { ...document, status: 'recorded', lines: dated, totalMinor: addedMinor };
  }
  return {
    ...state,
    customerId: state.customerId ?? document.customerId,
    // Files may come in any order: the document is as old as its first line.
    orderedAt: orderedAt < state.orderedAt ? orderedAt : state.orderedAt,
    lines: [...state.lines, ...dated],
    totalMinor: sumMinor([state.totalMinor, addedMinor]),
  };
}

export const importedOrderDecider: Decider<
  ImportedOrderCommand,
  ImportedOrderEvent,
  ImportedOrderState
> = { decide, evolve, initialState: () => ({ status: 'none' }) };
