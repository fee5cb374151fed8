import type { CommissionableLine, CommissionEvent, RegisteredSale } from './events';

type SaleV1 = Omit<RegisteredSale, 'lines'> & {
  readonly lines: readonly Omit<CommissionableLine, 'parts'>[];
};

/** Stored names of the past. */
export const commissionUpcasters = {
  /** Each component of a bundle was paid as a line of its own, and still is where it was sold so. */
  'commission.sale-registered.v1': ({ lines, ...sale }: SaleV1): CommissionEvent => ({
    type: 'commission.sale-registered.v2',
    data: { ...sale, lines: lines.map(alone) },
  }),
};

function alone(line: SaleV1['lines'][number]): CommissionableLine {
  const { orderLineId, quantity } = line;
  return { ...line, parts: [{ orderLineId, quantity }] };
}
