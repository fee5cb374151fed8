import type { OrderLine } from '@continuo/contracts/common';
import { wholeLine } from '@continuo/kernel/line-parts';
import { sumMinor } from '@continuo/kernel/money';
import type { PlacedSale } from '../domain/commission/decider';

/** What an order has sold: its lines, and instead of the components of a bundle the bundle. */
export function soldLines(lines: readonly OrderLine[]): PlacedSale['lines'] {
  const soldAs = ({ line_id, bundle }: OrderLine) => (bundle ? wholeLine(line_id) : line_id);
  return [...new Set(lines.map(soldAs))].flatMap((orderLineId) => {
    const parts = lines.filter((line) => soldAs(line) === orderLineId);
    const [first] = parts;
    if (!first) return [];
    const { sku, quantity } = first.bundle ?? first;
    return [
      {
        orderLineId,
        sku,
        kind: first.kind,
        quantity,
        goodsMinor: sumMinor(parts.map(({ goods_minor }) => goods_minor)),
        parts: parts.map((part) => ({ orderLineId: part.line_id, quantity: part.quantity })),
      },
    ];
  });
}
