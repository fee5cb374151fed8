import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { ShipmentEvent } from '../../domain/shipment/events';
import { statusAfter } from '../status-after';

/** Where the goods of an order are: its shipments and their packages. */
export interface OrderShipmentRow {
  readonly order_id: string;
  readonly shipment_id: string;
  readonly vendor_id: string;
  readonly release: number;
  readonly status: string;
  readonly revision: number;
  readonly expected_on: string | null;
  readonly requested_position: number;
  readonly call_centre_id: string | null;
}

export interface OrderPackageRow {
  readonly order_id: string;
  readonly shipment_id: string;
  readonly package_id: string;
  readonly carrier: string;
  readonly tracking_number: string;
  readonly shipped_at: string;
  readonly delivered_at: string | null;
}

export interface OrderShipmentTables {
  readonly shipments_by_order: OrderShipmentRow;
  readonly shipments_by_order_packages: OrderPackageRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & ShipmentEvent;
  const { orderId, shipmentId, vendorId } = event.data;
  const key = { order_id: orderId, shipment_id: shipmentId };
  if (event.type === 'shipment.requested.v2') {
    const row: OrderShipmentRow = {
      order_id: orderId,
      shipment_id: shipmentId,
      vendor_id: vendorId,
      release: event.data.release,
      status: 'requested',
      revision: event.revision,
      expected_on: null,
      requested_position: event.position,
      call_centre_id: event.data.callCentreId,
    };
    return [{ op: 'put', table: 'shipments_by_order', row: { ...row } }];
  }
  const { revision } = event;
  const status = statusAfter(event);
  const set: Row = {
    revision,
    ...(status !== undefined && { status }),
    ...(event.type === 'shipment.backordered.v1' && { expected_on: event.data.expectedOn }),
    ...(event.type === 'shipment.accepted.v1' && { expected_on: null }),
  };
  return [{ op: 'set', table: 'shipments_by_order', key, set }, ...packageChanges(event, key)];
}

function packageChanges(
  event: ShipmentEvent,
  shipment: { order_id: string; shipment_id: string },
): readonly Change[] {
  const table = 'shipments_by_order_packages';
  if (event.type === 'shipment.package-shipped.v1') {
    const { packageId, tracking, shippedAt } = event.data;
    const row: OrderPackageRow = {
      ...shipment,
      package_id: packageId,
      carrier: tracking.carrier,
      tracking_number: tracking.number,
      shipped_at: shippedAt,
      delivered_at: null,
    };
    return [{ op: 'put', table, row: { ...row } }];
  }
  if (event.type === 'shipment.package-delivered.v1') {
    const key = { ...shipment, package_id: event.data.packageId };
    return [{ op: 'set', table, key, set: { delivered_at: event.data.deliveredAt } }];
  }
  return [];
}

export const shipmentsByOrderProjection: Projection = {
  name: 'shipments-by-order',
  version: 2,
  categories: ['shipment'],
  tables: {
    shipments_by_order: {
      columns: {
        order_id: 'text',
        shipment_id: 'text',
        vendor_id: 'text',
        release: 'integer',
        status: 'text',
        revision: 'integer',
        expected_on: 'text',
        requested_position: 'integer',
        call_centre_id: 'text',
      },
      key: ['order_id', 'shipment_id'],
    },
    shipments_by_order_packages: {
      columns: {
        order_id: 'text',
        shipment_id: 'text',
        package_id: 'text',
        carrier: 'text',
        tracking_number: 'text',
        shipped_at: 'text',
        delivered_at: 'text',
      },
      key: ['order_id', 'shipment_id', 'package_id'],
    },
  },
  evolve,
};
