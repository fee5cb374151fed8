export const SHIPMENT_STATUSES = [
  'requested',
  'backordered',
  'held',
  'accepted',
  'packed',
  'part-shipped',
  'shipped',
  'delivered',
  'rejected',
  'cancelled',
] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];

/** No vendor has accepted it. */
export const AWAITING_VENDOR = ['requested', 'backordered', 'held'] as const;
