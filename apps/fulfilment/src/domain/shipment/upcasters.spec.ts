import { upcast } from '@continuo/event-store/aggregate';
import { given } from '@continuo/testing/decider';
import { SHIPMENT } from '../../application/aggregates';
import { shipmentDecider } from './decider';

/** As it was stored before a shipment knew who had sold the order. */
const requestedV1 = {
  type: 'shipment.requested.v1',
  data: {
    shipmentId: 'shp_1',
    orderId: 'ord_1',
    vendorId: 'ven_a',
    release: 1,
    lines: [{ lineId: 'l1', sku: 'A', name: 'A', quantity: 2 }],
    shipTo: { sealed: 'x', customerId: 'cus_1', stream: 'order-ord_1', field: 'shipTo' },
    requestedAt: '2026-11-22T09:30:00.000Z',
  },
};

it('reads a request of version 1: nobody is said to have sold it', () => {
  const event = upcast(SHIPMENT, requestedV1, 'shipment-shp_1');
  expect(event).toEqual({
    type: 'shipment.requested.v2',
    data: { ...requestedV1.data, callCentreId: null },
  });
  expect(given(shipmentDecider, [event]).state).toMatchObject({
    status: 'requested',
    callCentreId: null,
  });
});
