import { project } from '@continuo/testing/projection';
import { recorded } from '@continuo/testing/examples';
import { shipmentRequestsProjection } from './shipment-requests/projection';
import { shipmentsByCustomerProjection } from './shipments-by-customer/projection';
import { shipmentsByOrderProjection } from './shipments-by-order/projection';
import type { ShipmentEvent } from '../domain/shipment/events';

const AT = '2026-11-22T09:30:00.000Z';
const identity = { shipmentId: 'shp_1', orderId: 'ord_1', vendorId: 'ven_a' };
const events: ShipmentEvent[] = [
  {
    type: 'shipment.requested.v2',
    data: {
      ...identity,
      release: 1,
      lines: [{ lineId: 'l1', sku: 'A', name: 'A', quantity: 2 }],
      shipTo: { sealed: 'x', customerId: 'cus_1', stream: 'order-ord_1', field: 'shipTo' },
      callCentreId: 'cc_north',
      requestedAt: AT,
    },
  },
  { type: 'shipment.accepted.v1', data: identity },
  {
    type: 'shipment.package-shipped.v1',
    data: {
      ...identity,
      packageId: 'p1',
      lines: [{ lineId: 'l1', sku: 'A', quantity: 2 }],
      tracking: { carrier: 'UPS', number: '1Z' },
      shippedAt: AT,
      status: 'shipped',
    },
  },
  {
    type: 'shipment.package-delivered.v1',
    data: { ...identity, packageId: 'p1', deliveredAt: AT, status: 'delivered' },
  },
];
const after = (count: number) => recorded('shipment-shp_1', events.slice(0, count));

it('lists what vendors were asked for, with its status and without an address', () => {
  const { shipment_requests: rows } = project(shipmentRequestsProjection, after(2));
  expect(rows).toEqual([
    {
      shipment_id: 'shp_1',
      vendor_id: 'ven_a',
      order_id: 'ord_1',
      status: 'accepted',
      revision: 1,
      lines: '[{"line_id":"l1","sku":"A","name":"A","quantity":2}]',
      requested_at: AT,
      requested_position: 1,
    },
  ]);
});

it('finds the shipments of a customer, as they stand', () => {
  const held: ShipmentEvent = {
    type: 'shipment.held.v1',
    data: { ...identity, because: 'count' },
  };
  const { shipments_by_customer: rows } = project(
    shipmentsByCustomerProjection,
    recorded('shipment-shp_1', [events[0]!, held]),
  );
  expect(rows).toEqual([{ shipment_id: 'shp_1', customer_id: 'cus_1', status: 'held' }]);
});

it('shows the shipments of an order with the tracking of their packages', () => {
  const { shipments_by_order: shipments, shipments_by_order_packages: packages } = project(
    shipmentsByOrderProjection,
    after(4),
  );
  expect(shipments).toMatchObject([{ order_id: 'ord_1', status: 'delivered', revision: 3 }]);
  expect(packages).toMatchObject([{ package_id: 'p1', tracking_number: '1Z', delivered_at: AT }]);
});
