import { deriveId } from '@continuo/kernel/ids';
import { oneShot, pat } from './requests.fixture';
import { OrdersService } from './service.fixture';

let service: OrdersService;
let portal: string;
let order: string;
let customer: string;
let other: string;

beforeAll(async () => {
  service = await OrdersService.start();
  portal = await service.keyOf('integration');
  const { body } = await service.post('/v1/orders', oneShot);
  order = body.order_id;
  customer = body.customer_id;
  const lee = { ...pat, phone: '+19165550177', email: 'lee@example.com' };
  const { body: others } = await service.post('/v1/orders', { ...oneShot, customer: lee });
  other = others.order_id;
  await service.caughtUp('order-list');
}, 60_000);
afterAll(() => service?.stop());

const read = (url: string, headers: Record<string, string> = {}) =>
  service.call('GET', url, {
    key: portal,
    headers: { 'continuo-customer-id': customer, ...headers },
  });

describe('a customer who acts for themself', () => {
  it('reads their orders, with the address', async () => {
    const { status, body } = await read(`/v1/orders/${order}`);
    expect([status, body.order_id, body.ship_to.name]).toEqual([200, order, 'Pat Miller']);
    const list = await read('/v1/orders');
    expect(list.body.items).toMatchObject([{ order_id: order, customer_id: customer }]);
  });

  it('knows of no order of anybody else', async () => {
    for (const id of [other, deriveId('ord', 'none')]) {
      const { status, body } = await read(`/v1/orders/${id}`);
      expect([status, body.code]).toEqual([404, 'order-not-found']);
    }
    const named = await read('/v1/orders?customer_id=cus_other');
    expect([named.status, named.body.code]).toEqual([403, 'forbidden-customer']);
  });

  it('changes no order and reads nothing of the seller, on an IVR neither', async () => {
    const ivr = { 'continuo-channel': 'ivr', 'continuo-call-id': 'call_1' };
    const closed = [
      `/v1/orders/${order}/history`,
      `/v1/orders/${order}/dossier`,
      '/v1/changes',
      `/v1/customers/${customer}`,
      '/v1/campaigns/cmp_spring',
    ];
    for (const url of closed) {
      const { status, body } = await read(url, ivr);
      expect([url, status, body.code]).toEqual([url, 403, 'forbidden-role']);
    }
    const cancelled = await service.call('POST', `/v1/orders/${order}/cancel`, {
      key: portal,
      body: { reason: 'regret' },
      headers: { 'continuo-customer-id': customer, 'if-match': '"1"' },
    });
    expect([cancelled.status, cancelled.body.code]).toEqual([403, 'forbidden-role']);
  });
});
