import type { LineQuantity } from '../domain/shipment/events';
import { type Shipment, remainingLines } from '../domain/shipment/state';
import type { ShippedLineView, ShipmentView } from './shipment.dto';

/** A shipment without its address: for everyone but the vendor that ships it. */
export function shipmentView(shipment: Shipment): ShipmentView {
  return {
    shipment_id: shipment.shipmentId,
    order_id: shipment.orderId,
    vendor_id: shipment.vendorId,
    status: shipment.status,
    release: shipment.release,
    lines: shipment.lines.map((line) => ({ ...lineView(line), name: line.name })),
    remaining: shipment.status === 'rejected' ? [] : remainingLines(shipment).map(lineView),
    cancelled: shipment.cancelled.map(lineView),
    packages: shipment.packages.map((shipped) => ({
      package_id: shipped.packageId,
      lines: shipped.lines.map(lineView),
      carrier: shipped.tracking.carrier,
      tracking_number: shipped.tracking.number,
      shipped_at: shipped.shippedAt,
      delivered_at: shipped.deliveredAt,
    })),
    reason: shipment.status === 'held' ? 'past-due' : shipment.reason,
    expected_on: shipment.expectedOn,
    requested_at: shipment.requestedAt,
  };
}

function lineView({ lineId, sku, quantity }: LineQuantity): ShippedLineView {
  return { line_id: lineId, sku, quantity };
}
