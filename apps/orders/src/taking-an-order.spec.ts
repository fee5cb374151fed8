import { PaymentsConsumer } from './integration/consume-payments';
import {
  asAgent,
  authorised,
  consent,
  declined,
  greens,
  juicer,
  oneShot,
  pat,
  shipTo,
} from './requests.fixture';
import { OrdersService } from './service.fixture';

describe('taking an order', () => {
  let service: OrdersService;
  beforeAll(async () => {
    service = await OrdersService.start();
  });
  afterAll(() => service?.stop());

  it('takes an order from the first word to the consent and the placing', async () => {
    const draft = await service.post('/v1/orders', {
      campaign_id: 'cmp_spring',
      customer: pat,
      ship_to: shipTo,
      lines: [juicer],
    });
    expect(draft).toMatchObject({
      status: 201,
      body: { status: 'draft', agent_id: 'agt_ann', call_centre_id: 'cc_north', call_id: 'call_1' },
    });
    const order = `/v1/orders/${draft.body.order_id}`;
    const withGreens = await service.post(`${order}/lines`, greens, {
      ...asAgent,
      'if-match': draft.etag,
    });
    expect(withGreens.body.lines).toHaveLength(2);

    const quote = await service.call('GET', `${order}/quote`);
    expect(quote.body).toMatchObject({
      goods_minor: 22985,
      shipping_minor: 995,
      tax_minor: 1449,
      total_minor: 25429,
      due_now_minor: 5576 + 3125,
      consent_needed: true,
    });
    expect(
      quote.body.programs[0].next_cycles.map((cycle: { due_on: string }) => cycle.due_on),
    ).toEqual(['2026-12-22', '2027-01-22', '2027-02-22', '2027-03-22', '2027-04-22', '2027-05-22']);
    expect(quote.body.words_to_read).toContain('44.90 USD');

    const match = { ...asAgent, 'if-match': withGreens.etag };
    const early = await service.post(`${order}/place`, { token: 'pm_approved' }, match);
    expect(early).toMatchObject({ status: 409, body: { code: 'consent-missing' } });
    const agreed = await service.post(`${order}/consent`, consent, match);
    const stale = await service.post(`${order}/place`, { token: 'pm_approved' }, match);
    expect(stale).toMatchObject({ status: 412, body: { code: 'stale-revision' } });
    const placed = await service.post(
      `${order}/place`,
      { token: 'pm_approved' },
      { ...asAgent, 'if-match': agreed.etag },
    );
    expect(placed).toMatchObject({
      status: 200,
      body: {
        status: 'placed',
        total_minor: 25429,
        payment: { state: 'requested' },
        consent: { words: 'Do you agree?' },
      },
    });

    const read = await service.call('GET', order);
    expect(read.body.ship_to).toEqual(shipTo);
    const before = await service.call('GET', `${order}?as_of=0`);
    expect(before.body).toMatchObject({ status: 'draft', revision: 0 });
    const history = await service.call('GET', `${order}/history`);
    expect(history.body.items.map((item: { type: string }) => item.type)).toEqual([
      'order.draft-opened.v1',
      'order.line-added.v1',
      'order.line-added.v1',
      'order.consent-recorded.v1',
      'order.placed.v2',
    ]);
    expect(history.body.items[0]).toMatchObject({
      actor: { kind: 'agent', id: 'agt_ann' },
      call_id: 'call_1',
    });
    expect(history.text).not.toContain('Elm Street');
  });

  it('places an order at once, in one append, and once per key', async () => {
    const headers = { ...asAgent, 'idempotency-key': 'one-shot' };
    const first = await service.post('/v1/orders', oneShot, headers);
    expect(first).toMatchObject({ status: 201, body: { status: 'placed', revision: 0 } });
    const again = await service.post('/v1/orders', oneShot, headers);
    expect(again.body).toEqual(first.body);
    expect(await service.ports.store.readStream(`order-${first.body.order_id}`)).toHaveLength(1);
  });

  it('holds the answer until the payment is known', async () => {
    const head = await service.ports.store.head();
    const waiting = service.post('/v1/orders', oneShot, {
      ...asAgent,
      prefer: 'wait=5',
      'idempotency-key': 'waits',
    });
    const started = performance.now();
    const orderId = await service.placedAfter(head);
    await service.get(PaymentsConsumer).authorised(authorised(orderId));
    const answer = await waiting;
    expect(answer.body).toMatchObject({
      order_id: orderId,
      status: 'released',
      payment: { state: 'authorised' },
    });
    expect(performance.now() - started).toBeLessThan(4_000);
  });

  it('lets another token be tried after a decline', async () => {
    const { body, etag } = await service.post('/v1/orders', oneShot);
    const attempts = `/v1/orders/${body.order_id}/payment-attempts`;
    const early = await service.post(
      attempts,
      { token: 'pm_other' },
      { ...asAgent, 'if-match': etag },
    );
    expect(early).toMatchObject({ status: 409, body: { code: 'payment-not-declined' } });
    await service.get(PaymentsConsumer).declined(declined(body.order_id));
    const now = await service.call('GET', `/v1/orders/${body.order_id}`);
    expect(now.body).toMatchObject({
      status: 'placed',
      payment: { state: 'declined', last_decline: { code: 'insufficient_funds' } },
    });
    const retried = await service.post(
      attempts,
      { token: 'pm_other' },
      { ...asAgent, 'if-match': now.etag },
    );
    expect(retried).toMatchObject({ status: 200, body: { payment: { state: 'requested' } } });
  });

  it('never shows an order to another call centre', async () => {
    const { body, etag } = await service.post('/v1/orders', oneShot);
    const url = `/v1/orders/${body.order_id}`;
    const headers = { 'if-match': etag };
    for (const [method, path, payload] of [
      ['GET', url],
      ['GET', `${url}/history`],
      ['GET', `${url}/quote`],
      ['POST', `${url}/cancel`, { reason: 'x' }],
      ['POST', `${url}/lines`, juicer],
    ] as const) {
      const answer = await service.call(method, path, {
        key: service.south,
        body: payload,
        headers,
      });
      expect([path, answer.status, answer.body.code]).toEqual([path, 404, 'order-not-found']);
    }
    await service.caughtUp('order-list');
    expect((await service.call('GET', '/v1/orders', { key: service.south })).body.items).toEqual(
      [],
    );
  });

  it.each([
    ['campaign-not-for-centre', 403, {}, 'south'],
    ['agent-not-in-centre', 403, { 'continuo-agent-id': 'agt_ann' }, 'south'],
    ['agent-unknown', 403, { 'continuo-agent-id': 'agt_nobody' }, 'north'],
  ])('refuses to sell: %s', async (code, status, headers, centre) => {
    const key = centre === 'south' ? service.south : service.north;
    const answer = await service.call('POST', '/v1/orders', { key, body: oneShot, headers });
    expect(answer).toMatchObject({ status, body: { code } });
  });

  it.each([
    ['unknown-dnis', { dnis: '+18005550199' }],
    ['campaign-or-dnis', { campaign_id: 'cmp_spring' }],
    ['customer-or-id', { customer_id: 'cus_1' }],
    ['offer-unknown', { lines: [{ offer_id: 'off_none', quantity: 1 }] }],
    ['order-has-no-lines', { lines: [] }],
    ['bad-phone', { customer: { ...pat, phone: 'none' } }],
  ])('refuses an order: %s', async (code, change) => {
    const head = await service.ports.store.head();
    expect(await service.post('/v1/orders', { ...oneShot, ...change })).toMatchObject({
      status: 422,
      body: { code },
    });
    expect(await service.ports.store.head()).toBe(head);
  });
});
