import { ORDER_RELEASED, type OrderReleased } from '@continuo/contracts/orders';
import { SUBSCRIPTION_CANCELLED } from '@continuo/contracts/subscriptions';
import { deriveId } from '@continuo/kernel/ids';
import { dueCycle } from './cycle.fixture';
import { PaymentsConsumer } from './integration/consume-payments';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import { asAgent, authorised, consent, greens, juicer, message, oneShot } from './requests.fixture';
import { OrdersService } from './service.fixture';

let service: OrdersService;
let start: { orderId: string; customerId: string };
let programs = 0;
let program: string;
let orderId: string;

beforeAll(async () => {
  service = await OrdersService.start();
  const { body } = await service.post('/v1/orders', {
    ...oneShot,
    lines: [juicer, greens],
    consent,
  });
  start = { orderId: body.order_id, customerId: body.customer_id };
}, 60_000);
afterAll(() => service?.stop());

/** Charged on 22 December, to be shipped on the 24th. */
beforeEach(async () => {
  service.time = '2026-12-22T05:00:00.000Z';
  programs += 1;
  program = `sub_${programs}`;
  orderId = deriveId('ord', program, 2);
  const due = await dueCycle(service, start, { subscription_id: program, ship_on: '2026-12-24' });
  await service.get(SubscriptionsConsumer).cycleDue(due);
  await service.get(PaymentsConsumer).authorised(authorised(orderId));
});

const read = async () => (await service.call('GET', `/v1/orders/${orderId}`)).body;
/** What fulfilment has been told to ship of this order. */
async function releases() {
  const types = [ORDER_RELEASED.type];
  const read = { after: 0, maxCount: 1_000, types };
  const { messages } = await service.ports.messaging.read(read);
  return messages.filter(({ data }) => (data as OrderReleased).order_id === orderId);
}
/** Long enough for the scheduler to have looked several times. */
const looked = () => new Promise((resolve) => setTimeout(resolve, 700));
async function released() {
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await read()).status === 'released') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('it was not released');
}

describe('a cycle whose goods leave after the charge', () => {
  it('is paid, shows the day, and nobody is asked to ship it', async () => {
    expect(await read()).toMatchObject({
      status: 'placed',
      placed_on: '2026-12-22',
      ship_on: '2026-12-24',
      payment: { state: 'authorised' },
    });
    service.time = '2026-12-24T04:59:59.000Z';
    await looked();
    expect(await releases()).toEqual([]);
  });

  it('goes to fulfilment once when the day begins', async () => {
    service.time = '2026-12-24T05:00:00.000Z';
    await released();
    await looked();
    expect(await releases()).toHaveLength(1);
  });

  it('goes on its day though the process was away when it came', async () => {
    await service.restart();
    expect((await read()).status).toBe('placed');
    service.time = '2026-12-26T12:00:00.000Z';
    await service.restart();
    await released();
    expect(await releases()).toHaveLength(1);
  });

  it('does not when its program was cancelled before', async () => {
    const told = { subscription_id: program, customer_id: start.customerId, reason: 'moved' };
    const open_orders = [{ cycle: 2, order_id: orderId }];
    const cancelled = {
      ...message(program, { ...told, open_orders }),
      type: SUBSCRIPTION_CANCELLED.type,
    };
    await service.get(SubscriptionsConsumer).cancelled(cancelled);
    expect(await read()).toMatchObject({
      status: 'cancelled',
      cancellation: { state: 'done', reason: 'moved' },
    });
    service.time = '2026-12-25T12:00:00.000Z';
    await looked();
    expect(await releases()).toEqual([]);
  });

  it('waits on after a hold, and does not go while it is held', async () => {
    const ask = async (what: string) => {
      const { etag } = await service.call('GET', `/v1/orders/${orderId}`);
      const headers = { ...asAgent, 'if-match': etag };
      return service.post(`/v1/orders/${orderId}/${what}`, { reason: 'check' }, headers);
    };
    expect((await ask('hold')).body.status).toBe('held');
    service.time = '2026-12-24T12:00:00.000Z';
    await looked();
    expect(await releases()).toEqual([]);
    expect((await ask('release')).status).toBe(200);
    await released();
  });
});
