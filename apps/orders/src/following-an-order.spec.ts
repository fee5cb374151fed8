import { dueCycle } from './cycle.fixture';
import { FulfilmentConsumer } from './integration/consume-fulfilment';
import { PaymentsConsumer } from './integration/consume-payments';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import {
  NOW,
  asAgent,
  authorised,
  declined,
  consent,
  greens,
  juicer,
  message,
  oneShot,
  shipment,
  shipTo,
} from './requests.fixture';
import { OrdersService } from './service.fixture';

describe('an order that was placed', () => {
  let service: OrdersService;
  beforeAll(async () => {
    service = await OrdersService.start();
  });
  afterAll(() => service?.stop());

  it('follows goods and cancellation', async () => {
    const { body } = await service.post('/v1/orders', oneShot);
    const url = `/v1/orders/${body.order_id}`;
    await service.get(PaymentsConsumer).authorised(authorised(body.order_id));
    const released = await service.call('GET', url);
    const about = shipment(body.order_id);
    await service.get(FulfilmentConsumer).shipped(
      message('shp_1', {
        ...about,
        package_id: 'pkg_1',
        lines: [{ line_id: 'line-1', sku: 'JUICER-01', quantity: 1 }],
        tracking: { carrier: 'UPS', number: '1Z1' },
        shipped_at: NOW,
      }),
    );
    const late = await service.post(
      `${url}/cancel`,
      { reason: 'regret' },
      { ...asAgent, 'if-match': released.etag },
    );
    expect(late.status).toBe(412);
    const shipped = await service.call('GET', url);
    expect(shipped.body).toMatchObject({
      status: 'part-shipped',
      packages: [{ tracking_number: '1Z1' }],
    });
    const asked = await service.post(
      `${url}/cancel`,
      { reason: 'regret' },
      { ...asAgent, 'if-match': shipped.etag },
    );
    expect(asked.body.cancellation).toEqual({ state: 'requested', reason: 'regret' });
    await service.get(FulfilmentConsumer).cancelled(
      message('shp_1', {
        ...about,
        lines: [{ line_id: 'line-1', sku: 'JUICER-01', quantity: 1 }],
        reason: 'seller asked',
      }),
    );
    await service
      .get(FulfilmentConsumer)
      .delivered(message('shp_1', { ...about, package_id: 'pkg_1', delivered_at: NOW }));
    expect((await service.call('GET', url)).body.status).toBe('delivered');
    await service.caughtUp('order-list');
    const list = await service.call('GET', '/v1/orders?status=delivered');
    expect(list.body.items.map((item: { order_id: string }) => item.order_id)).toEqual([
      body.order_id,
    ]);
  });

  it('is listed with the status it has', async () => {
    await service.post('/v1/orders', { ...oneShot, payment: undefined });
    const { body: other } = await service.post('/v1/orders', oneShot);
    await service.get(PaymentsConsumer).declined(declined(other.order_id));
    const { body: kept, etag } = await service.post('/v1/orders', oneShot);
    const hold = `/v1/orders/${kept.order_id}/hold`;
    await service.post(hold, { reason: 'fraud check' }, { ...asAgent, 'if-match': etag });
    await service.caughtUp('order-list');
    const { items } = (await service.call('GET', '/v1/orders')).body;
    expect(items.length).toBeGreaterThan(3);
    for (const item of items) {
      const { body } = await service.call('GET', `/v1/orders/${item.order_id}`);
      expect([item.order_id, item.status, item.payment_state]).toEqual([
        item.order_id,
        body.status,
        body.payment?.state ?? 'none',
      ]);
    }
  });

  it('places exactly one order for a cycle', async () => {
    const first = await service.post('/v1/orders', {
      ...oneShot,
      lines: [juicer, greens],
      consent,
    });
    const { order_id, customer_id } = first.body;
    const due = await dueCycle(service, { orderId: order_id, customerId: customer_id });
    const head = await service.ports.store.head();
    const consumer = service.get(SubscriptionsConsumer);
    await consumer.cycleDue(due);
    await consumer.cycleDue({ ...due, id: '00000000-0000-5000-8000-00000000ffff' });
    const orderId = await service.placedAfter(head);
    const order = await service.call('GET', `/v1/orders/${orderId}`);
    expect(order.body).toMatchObject({
      subscription_id: 'sub_1',
      cycle: 2,
      status: 'placed',
      placed_on: '2026-12-22',
      total_minor: 4490,
      revision: 0,
      ship_to: shipTo,
    });
  });
});
