import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import { asAgent, message, oneShot } from './requests.fixture';
import { CustomerProgramsQuery } from './projections/customer-programs/query';
import { OrdersService } from './service.fixture';

describe('erasing a customer', () => {
  let service: OrdersService;
  beforeAll(async () => {
    service = await OrdersService.start();
  });
  afterAll(() => service?.stop());

  const erase = (customerId: string) =>
    service.call('POST', `/v1/customers/${customerId}/erasure`, { key: service.admin });

  const changed = (customer_id: string, change: 'held' | 'expired' | 'reactivate' | 'plan') =>
    service.get(SubscriptionsConsumer).changed(
      message('sub_1', {
        subscription_id: 'sub_1',
        customer_id,
        change,
        from: null,
        to: change === 'plan' ? 'plan_gold' : null,
        next_cycle_on: null,
      }),
    );

  it('is refused while an order is open or a program runs, and names them', async () => {
    const { body: order } = await service.post('/v1/orders', oneShot);
    const { order_id, customer_id } = order;
    await service.get(SubscriptionsConsumer).started(
      message('sub_1', {
        subscription_id: 'sub_1',
        customer_id,
        order_id,
        line_id: 'line-1',
        plan_id: 'plan_greens',
        plan_version: 1,
        sku: 'GREENS-30',
        quantity: 1,
        interval: 'P1M',
        unit_price_minor: 3995,
        currency: 'USD',
        next_cycle_on: '2026-12-22',
        sale: { campaign_id: null, call_id: null, agent_id: null, call_centre_id: null },
      }),
    );
    await changed(customer_id, 'held');
    const refused = await erase(customer_id);
    expect([refused.status, refused.body]).toMatchObject([
      409,
      {
        code: 'customer-has-open-business',
        data: { subscription_ids: ['sub_1'], order_ids: [order_id] },
      },
    ]);
    const url = `/v1/orders/${order_id}`;
    const { etag } = await service.call('GET', url);
    const headers = { ...asAgent, 'if-match': etag };
    expect((await service.post(`${url}/cancel`, { reason: 'regret' }, headers)).status).toBe(200);
    expect((await erase(customer_id)).body.data).toEqual({
      subscription_ids: ['sub_1'],
      order_ids: [],
    });
    await changed(customer_id, 'plan');
    await service.caughtUp('customer-programs');
    const programs = await service.get(CustomerProgramsQuery).of(customer_id);
    expect(programs).toMatchObject([{ plan_id: 'plan_gold', status: 'held' }]);
    await changed(customer_id, 'expired');
    expect((await erase(customer_id)).body).toMatchObject({ status: 'erased' });
    await changed(customer_id, 'reactivate');
    expect((await erase(customer_id)).status).toBe(200);
  });
});
