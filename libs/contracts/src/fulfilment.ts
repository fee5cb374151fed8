import { Type } from '@sinclair/typebox';
import { InstantText, LineQuantity } from './common';
import { type DataOf, defineMessage } from './message-type';

const shipment = {
  shipment_id: Type.String(),
  order_id: Type.String(),
  vendor_id: Type.String(),
};

export const SHIPMENT_REQUESTED = defineMessage(
  'fulfilment',
  'shipment-requested',
  1,
  'A vendor is asked to ship these lines; it pulls the address with its own key.',
  { ...shipment, lines: Type.Array(LineQuantity, { minItems: 1 }) },
);
export type ShipmentRequested = DataOf<typeof SHIPMENT_REQUESTED>;

export const SHIPMENT_ACCEPTED = defineMessage(
  'fulfilment',
  'shipment-accepted',
  1,
  'The vendor will ship.',
  shipment,
);
export type ShipmentAccepted = DataOf<typeof SHIPMENT_ACCEPTED>;

export const SHIPMENT_REJECTED = defineMessage(
  'fulfilment',
  'shipment-rejected',
  1,
  'The vendor will not ship, or no vendor could be found (`vendor_id` is then empty): the order is held.',
  { ...shipment, reason: Type.String() },
);
export type ShipmentRejected = DataOf<typeof SHIPMENT_REJECTED>;

export const PACKAGE_SHIPPED = defineMessage(
  'fulfilment',
  'package-shipped',
  1,
  'One package of a shipment has left: what is in it is to be captured.',
  {
    ...shipment,
    package_id: Type.String(),
    lines: Type.Array(LineQuantity, { minItems: 1 }),
    tracking: Type.Object({ carrier: Type.String(), number: Type.String() }),
    shipped_at: InstantText,
  },
);
export type PackageShipped = DataOf<typeof PACKAGE_SHIPPED>;

export const PACKAGE_DELIVERED = defineMessage(
  'fulfilment',
  'package-delivered',
  1,
  'A package has arrived.',
  {
    ...shipment,
    package_id: Type.String(),
    delivered_at: InstantText,
  },
);
export type PackageDelivered = DataOf<typeof PACKAGE_DELIVERED>;

export const SHIPMENT_CANCELLED = defineMessage(
  'fulfilment',
  'shipment-cancelled',
  1,
  'What was not shipped yet will not be.',
  { ...shipment, lines: Type.Array(LineQuantity), reason: Type.String() },
);
export type ShipmentCancelled = DataOf<typeof SHIPMENT_CANCELLED>;

export const SHIPMENT_CANCELLATION_REFUSED = defineMessage(
  'fulfilment',
  'shipment-cancellation-refused',
  1,
  'Too late to cancel: everything was packed or has left.',
  { ...shipment, reason: Type.String() },
);
export type ShipmentCancellationRefused = DataOf<typeof SHIPMENT_CANCELLATION_REFUSED>;

export const SHIPMENT_HELD = defineMessage(
  'fulfilment',
  'shipment-held',
  1,
  'A request that no vendor has accepted yet is not to be sent: its customer owes more than the limits allow.',
  { ...shipment, reason: Type.String() },
);
export type ShipmentHeld = DataOf<typeof SHIPMENT_HELD>;

export const SHIPMENT_HOLD_LIFTED = defineMessage(
  'fulfilment',
  'shipment-hold-lifted',
  1,
  'What held a request is settled: its vendor may accept it.',
  shipment,
);
export type ShipmentHoldLifted = DataOf<typeof SHIPMENT_HOLD_LIFTED>;
