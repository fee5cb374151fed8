import type { OrderEvent, Placement } from './events';

type PlacementV1 = Omit<Placement, 'tender'>;

/** Stored names of the past. */
export const orderUpcasters = {
  /** Orders were paid by card alone. */
  'order.placed.v1': (data: PlacementV1): OrderEvent => ({
    type: 'order.placed.v2',
    data: { ...data, tender: { useCredit: false, depositMinor: 0 } },
  }),
};
