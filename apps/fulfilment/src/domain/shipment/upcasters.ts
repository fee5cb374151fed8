import type { ShipmentEvent, ShipmentIdentity, ShipTo } from './events';
import type { ShipmentLine } from '../order-routing/route';

interface RequestedV1 extends ShipmentIdentity {
  readonly release: number;
  readonly lines: readonly ShipmentLine[];
  readonly shipTo: ShipTo;
  readonly requestedAt: string;
}

export const shipmentUpcasters = {
  /** It did not say who had sold the order: then only the seller's own see the shipment. */
  'shipment.requested.v1': (data: RequestedV1): ShipmentEvent => ({
    type: 'shipment.requested.v2',
    data: { ...data, callCentreId: null },
  }),
};
