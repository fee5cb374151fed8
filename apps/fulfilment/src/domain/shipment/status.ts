export const SHIPMENT_STATUSES = [
  'requested',
  'backordered',
  'accepted',
  'packed',
  'part-shipped',
  'shipped',
  'delivered',
  'rejected',
  'cancelled',
] as const;
export type ShipmentStatus = (typeof SHIPMENT_STATUSES)[number];
