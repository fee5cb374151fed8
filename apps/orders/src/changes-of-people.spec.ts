import { asAgent, oneShot } from './requests.fixture';
import { OrdersService } from './service.fixture';

let service: OrdersService;
let order: string;
let customer: string;

beforeAll(async () => {
  service = await OrdersService.start();
  const opened = await service.post('/v1/orders', oneShot, {
    ...asAgent,
    'continuo-call-id': 'c7',
  });
  order = opened.body.order_id;
  customer = opened.body.customer_id;
  const { etag } = await service.call('GET', `/v1/orders/${order}`);
  await service.post(
    `/v1/orders/${order}/hold`,
    { reason: 'asked to wait' },
    { 'continuo-agent-id': 'agt_bob', 'continuo-call-id': 'c8', 'if-match': etag },
  );
  await service.caughtUp('orders-changes');
}, 60_000);
afterAll(() => service.stop());

const changes = async (query: string, key?: string) =>
  service.call('GET', `/v1/changes?${query}`, { key });
const named = async (query: string, key?: string) =>
  (await changes(query, key)).body.items.map((item: { change: string }) => item.change);

describe('what people changed', () => {
  it('of a customer, says field, from, to, who, which call, why and when', async () => {
    const { status, body } = await changes(`customer_id=${customer}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({ has_more: false, services: ['orders'] });
    expect(body.items.at(-1)).toMatchObject({
      resource: 'order',
      resource_id: order,
      field: 'status',
      from: null,
      to: expect.stringContaining('held'),
      actor: { kind: 'agent', id: 'agt_bob', call_centre_id: 'cc_north' },
      call_id: 'c8',
      approval: null,
    });
  });

  it('by an agent and on a call', async () => {
    expect(await named('actor_id=agt_bob')).toEqual(['held']);
    expect(await named('call_id=c8')).toEqual(['held']);
    expect(await named('call_id=c7&change=held')).toEqual([]);
    expect(await named(`order_id=${order}&field=total_minor`)).toEqual(['placed']);
  });

  it('by a kind of actor: what customers did for themselves is nothing yet', async () => {
    expect(await named('actor_kind=agent&actor_id=agt_bob')).toEqual(['held']);
    expect(await named('actor_kind=customer')).toEqual([]);
    const unknown = await changes('actor_kind=robot');
    expect([unknown.status, unknown.body.errors?.[0]?.pointer]).toEqual([400, '/actor_kind']);
  });

  it('in pages', async () => {
    const all = await changes(`order_id=${order}`);
    const first = await changes(`order_id=${order}&limit=1`);
    const rest = await changes(`order_id=${order}&limit=200&cursor=${first.body.next_cursor}`);
    expect([...first.body.items, ...rest.body.items]).toEqual(all.body.items);
  });

  it('of another call centre are not shown', async () => {
    expect(await named(`order_id=${order}`, service.south)).toEqual([]);
  });

  it('are asked for in known words', async () => {
    const unknown = await changes('who=agt_bob');
    expect([unknown.status, unknown.body.code]).toEqual([400, 'unknown-field']);
    const moment = await changes('from=yesterday');
    expect([moment.status, moment.body.errors?.[0]?.pointer]).toEqual([400, '/from']);
    expect((await changes('cursor=x')).status).toBe(400);
  });
});
