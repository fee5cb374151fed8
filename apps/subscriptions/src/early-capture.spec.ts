import { ORDER_CANCELLED, type OrderReleased } from '@continuo/contracts/orders';
import { PAYMENT_CAPTURED } from '@continuo/contracts/payments';
import { PREPAID_SHIPMENTS_LAPSED, PROGRAM_PREPAID } from '@continuo/contracts/prepaid';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import type { Publication } from '@continuo/messaging/message';
import { aContext } from '@continuo/testing/examples';
import { SettleFirstOrderCommand } from './application/settle-first-order/settle-first-order.command';
import { SettleFirstOrderHandler } from './application/settle-first-order/settle-first-order.handler';
import { StartSubscriptionsCommand } from './application/start-subscriptions/start-subscriptions.command';
import { StartSubscriptionsHandler } from './application/start-subscriptions/start-subscriptions.handler';
import { soldOrder } from './integration/sold-order';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const plan = {
  plan_id: 'plan_three',
  name: 'Greens, three at once',
  intervals: ['P1M'],
  default_interval: 'P1M',
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 4000 } }],
  tax_category: 'food',
  shipping_minor: { USD: 0 },
  rules: { prepaid: { deliveries: 3, then: 'renew' } },
};
const [line] = (orderReleased().data as OrderReleased).lines;
const lines = ['line_1', 'line_2'].map((line_id) => ({
  ...line!,
  line_id,
  program: { ...line!.program!, plan_id: 'plan_three' },
}));
const origin = { kind: 'call' } as const;
const admin = { as: { role: 'admin' } } as const;

let service: SubscriptionsProcess;
let orderId: string;
let sold = 0;

beforeAll(async () => {
  service = await openAt('2099-01-31T15:00:00.000Z', plan);
}, 60_000);
afterAll(() => service.close());
beforeEach(() => {
  orderId = `ord_${(sold += 1)}`;
});

const released = (): Publication => orderReleased({ order_id: orderId, lines });
const captured = (...lineIds: string[]): Publication => ({
  type: PAYMENT_CAPTURED.type,
  data: {
    payment_id: `pay_${sold}`,
    order_id: orderId,
    origin,
    currency: 'USD',
    capture_id: `cap_${lineIds.join('-')}`,
    instalment: 1,
    package_id: 'pkg_1',
    amount_minor: 4000,
    lines: lineIds.map((line_id) => ({
      line_id,
      quantity: 1,
      amount_minor: 4000,
      goods_minor: 4000,
    })),
  },
});
const cancelled = (...lineIds: string[]): Publication => ({
  type: ORDER_CANCELLED.type,
  data: {
    order_id: orderId,
    customer_id: 'cus_1',
    origin,
    reason: 'regret',
    lines: lineIds.map((line_id) => ({ line_id, sku: 'GREENS-30', quantity: 1 })),
  },
});

/** The lines whose shipments to come were said to be paid for. */
async function prepaidLines(type = PROGRAM_PREPAID.type): Promise<readonly string[]> {
  const told = (await service.published()).filter((message) => message.type === type);
  return told
    .map(({ data }) => data as { order_id: string; line_id: string })
    .flatMap(({ order_id, line_id }) => (order_id === orderId ? [line_id] : []));
}

describe('a capture of the order that sold prepaid programs', () => {
  it('pays for their terms when it comes after the release', async () => {
    await service.hear(released());
    await service.hear(captured('line_1', 'line_2'));
    expect(await prepaidLines()).toEqual(['line_1', 'line_2']);
  });

  it('pays for them as well when it overtakes the release, once', async () => {
    await service.hear(captured('line_1'));
    await service.hear(captured('line_1', 'line_2'));
    expect(await prepaidLines()).toEqual([]);
    await service.hear(released());
    expect(await prepaidLines()).toEqual(['line_1', 'line_2']);
    await service.hear(orderReleased({ order_id: orderId, lines, release: 2 }));
    await service.hear(captured('line_1', 'line_2'));
    expect(await prepaidLines()).toEqual(['line_1', 'line_2']);
  });

  it('pays for no line that it does not name', async () => {
    await service.hear(captured('line_2'));
    await service.hear(released());
    expect(await prepaidLines()).toEqual(['line_2']);
  });

  it('counts in the order it came in beside a cancellation of the same line', async () => {
    await service.hear(cancelled('line_1'));
    await service.hear(captured('line_2'));
    await service.hear(released());
    expect(await prepaidLines()).toEqual(['line_2']);
    expect(await prepaidLines(PREPAID_SHIPMENTS_LAPSED.type)).toEqual([]);
    const path = `/v1/subscriptions/${deriveId('sub', orderId, 'line_1')}`;
    expect((await service.send('GET', path, undefined, admin)).body).toMatchObject({
      pending: { prepaid: [] },
    });
  });

  it('finds the program that starts between looking for it and keeping the news', async () => {
    const { store } = service.running.ports;
    const plain = new CommandRunner(store);
    const context = (effect: string) => aContext({ commandId: deriveUuid(orderId, effect) });
    const order = soldOrder(released().data as OrderReleased);
    const start = () =>
      new StartSubscriptionsHandler(plain).execute(new StartSubscriptionsCommand(order, context));
    const overtaken: CommandRunner = Object.assign(Object.create(plain), {
      execute: async (...asked: Parameters<CommandRunner['execute']>) => {
        if (asked[0].category === 'firstorder') await start();
        return plain.execute(...asked);
      },
    });
    const outcome = { news: 'captured', amountMinor: 4000 } as const;
    const settle = new SettleFirstOrderCommand(orderId, ['line_1'], outcome, context);
    await new SettleFirstOrderHandler(overtaken).execute(settle);
    await service.settled();
    expect(await prepaidLines()).toEqual(['line_1']);
  });
});

describe('a term whose capture nobody has heard', () => {
  const finance = { as: { role: 'finance' } } as const;
  const settle = async (outcome: string, as: { as: { role: 'finance' | 'agent' } }) => {
    const path = `/v1/subscriptions/${deriveId('sub', orderId, 'line_1')}`;
    const { etag } = await service.send('GET', path, undefined, finance);
    const body = { outcome, reason: 'named by verify' };
    return service.send('POST', `${path}/prepaid-settlements`, body, { ...as, etag });
  };

  it('is settled by finance, once, and the history says who and why', async () => {
    await service.hear(released());
    const { status, body } = await settle('captured', finance);
    expect([status, body.pending]).toMatchObject([200, { prepaid: [{ paid: true }] }]);
    expect((await settle('captured', finance)).status).toBe(200);
    await service.hear(captured('line_1'));
    expect(await prepaidLines()).toEqual(['line_1']);
    const path = `/v1/subscriptions/${String(body.subscription_id)}/history?field=prepaid`;
    const { items } = (await service.send('GET', path, undefined, finance)).body;
    expect((items as object[]).at(-1)).toMatchObject({
      to: '3 shipments paid',
      reason: 'named by verify',
    });
  });

  it('is not undone: the refusal says what stays, and what can be done', async () => {
    await service.hear(released());
    const { body } = await settle('captured', finance);
    const path = `/v1/subscriptions/${String(body.subscription_id)}`;
    const { body: told } = await service.send('GET', `${path}/history`, undefined, finance);
    const { change_id } = (told.items as { change_id: string }[]).at(-1)!;
    const sam = { as: { role: 'supervisor', agentId: 'agt_sam' } } as const;
    const { etag } = await service.send('GET', path, undefined, sam);
    for (const what of ['undo-previews', 'undo']) {
      const url = `${path}/changes/${change_id}/${what}`;
      const refused = await service.send('POST', url, {}, { ...sam, etag });
      expect([refused.status, refused.body.code]).toEqual([409, 'posted-to-books']);
      expect(refused.body['data']).toMatchObject({
        order_id: orderId,
        instead: ['refund', 'cancel'],
      });
    }
  });

  it('is not for agents, and nothing is settled that is not awaited', async () => {
    await service.hear(released());
    expect((await settle('captured', { as: { role: 'agent' } })).body.code).toBe('forbidden-role');
    expect((await settle('lost', finance)).body.code).toBe('invalid-request');
    expect((await settle('cancelled', finance)).body).toMatchObject({ pending: { prepaid: [] } });
    const refused = await settle('captured', finance);
    expect([refused.status, refused.body.code]).toEqual([409, 'no-term-awaited']);
  });
});
