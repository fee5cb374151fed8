import type { RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { ShipmentEvent } from '../../domain/shipment/events';
import { statusAfter } from '../status-after';

export interface CustomerShipmentRow {
  readonly shipment_id: string;
  readonly customer_id: string;
  readonly status: string;
}

export interface CustomerShipmentTables {
  readonly shipments_by_customer: CustomerShipmentRow;
}

const TABLE = 'shipments_by_customer';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & ShipmentEvent;
  const { shipmentId } = event.data;
  const status = statusAfter(event);
  if (status === undefined) return [];
  if (event.type !== 'shipment.requested.v2') {
    return [{ op: 'set', table: TABLE, key: { shipment_id: shipmentId }, set: { status } }];
  }
  const { customerId } = event.data.shipTo;
  const row: CustomerShipmentRow = { shipment_id: shipmentId, customer_id: customerId, status };
  return [{ op: 'put', table: TABLE, row: { ...row } }];
}

/** Which shipments of a customer wait for their vendor? */
export const shipmentsByCustomerProjection: Projection = {
  name: 'shipments-by-customer',
  version: 1,
  categories: ['shipment'],
  tables: {
    [TABLE]: {
      columns: { shipment_id: 'text', customer_id: 'text', status: 'text' },
      key: ['shipment_id'],
      indexes: [['customer_id', 'status']],
    },
  },
  evolve,
};
