import type { LineQuantity } from './events';
import { lineNotInShipment, moreThanRequested } from './errors';
import { type Shipment, remainingLines } from './state';

/** What a package may hold of a line, without its SKU: the shipment knows that. */
export interface PackedQuantity {
  readonly lineId: string;
  readonly quantity: number;
}

/**
 * The contents of a new package: all that is left when none are named. A line named twice counts
 * together. Throws `line-not-in-shipment` or `more-than-requested`.
 */
export function packageContents(
  shipment: Shipment,
  named: readonly PackedQuantity[] | null,
): readonly LineQuantity[] {
  const left = remainingLines(shipment);
  if (named === null) return left;
  const contents = new Map<string, LineQuantity>();
  for (const [index, { lineId, quantity }] of named.entries()) {
    const requested = shipment.lines.find((line) => line.lineId === lineId);
    if (!requested) throw lineNotInShipment(index, lineId);
    const line = {
      lineId,
      sku: requested.sku,
      quantity: quantity + (contents.get(lineId)?.quantity ?? 0),
    };
    const available = left.find((candidate) => candidate.lineId === lineId)?.quantity ?? 0;
    if (line.quantity > available) throw moreThanRequested(index, line, available);
    contents.set(lineId, line);
  }
  return [...contents.values()];
}

/** Whether a report of a package names what it was first reported with. */
export function sameContents(
  known: readonly LineQuantity[],
  named: readonly PackedQuantity[] | null,
): boolean {
  if (named === null) return true;
  const totals = new Map<string, number>();
  for (const { lineId, quantity } of named) {
    totals.set(lineId, (totals.get(lineId) ?? 0) + quantity);
  }
  return (
    totals.size === known.length && known.every((line) => totals.get(line.lineId) === line.quantity)
  );
}
