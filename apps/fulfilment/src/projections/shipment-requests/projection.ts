import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { ShipmentEvent } from '../../domain/shipment/events';
import { statusAfter } from '../status-after';

/** What a vendor has been asked to ship, oldest first. */
export interface ShipmentRequestRow {
  readonly shipment_id: string;
  readonly vendor_id: string;
  readonly order_id: string;
  readonly status: string;
  readonly revision: number;
  /** JSON of the lines: line_id, sku, name, quantity. */
  readonly lines: string;
  readonly requested_at: string;
  readonly requested_position: number;
}

export interface ShipmentRequestTables {
  readonly shipment_requests: ShipmentRequestRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & ShipmentEvent;
  const { revision } = event;
  if (event.type === 'shipment.requested.v2') {
    const { shipmentId, vendorId, orderId, lines, requestedAt } = event.data;
    const row: ShipmentRequestRow = {
      shipment_id: shipmentId,
      vendor_id: vendorId,
      order_id: orderId,
      status: 'requested',
      revision,
      lines: JSON.stringify(
        lines.map(({ lineId, sku, name, quantity }) => ({ line_id: lineId, sku, name, quantity })),
      ),
      requested_at: requestedAt,
      requested_position: event.position,
    };
    return [{ op: 'put', table: 'shipment_requests', row: { ...row } }];
  }
  const status = statusAfter(event);
  return [
    {
      op: 'set',
      table: 'shipment_requests',
      key: { shipment_id: event.data.shipmentId },
      set: status === undefined ? { revision } : { status, revision },
    },
  ];
}

export const shipmentRequestsProjection: Projection = {
  name: 'shipment-requests',
  version: 1,
  categories: ['shipment'],
  tables: {
    shipment_requests: {
      columns: {
        shipment_id: 'text',
        vendor_id: 'text',
        order_id: 'text',
        status: 'text',
        revision: 'integer',
        lines: 'json',
        requested_at: 'text',
        requested_position: 'integer',
      },
      key: ['shipment_id'],
      indexes: [
        ['vendor_id', 'status', 'requested_position'],
        ['vendor_id', 'requested_position'],
        ['status', 'requested_position'],
      ],
    },
  },
  evolve,
};
