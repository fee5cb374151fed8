import {
  ORDER_PAYMENT_RETRIED,
  ORDER_PLACED,
  type OrderPaymentRetried,
  PAYMENT_LINK_REQUESTED,
} from '@continuo/contracts/orders';
import { paymentLinkAggregate } from './application/aggregates';
import { PaymentsConsumer } from './integration/consume-payments';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { systemActor } from '@continuo/kernel/actor';
import {
  asAgent,
  authorised,
  consent,
  declined,
  juicer,
  message,
  NOW,
  oneShot,
} from './requests.fixture';
import { type Answer, OrdersService } from './service.fixture';

let service: OrdersService;

beforeAll(async () => {
  service = await OrdersService.start();
}, 60_000);
afterAll(() => service?.stop());
beforeEach(() => {
  service.time = NOW;
});

const { payment: _, ...unpaid } = oneShot;

async function draft(): Promise<string> {
  const { body } = await service.post('/v1/orders', { ...unpaid, consent });
  return body.order_id;
}

interface Link {
  readonly id: string;
  readonly secret: string;
  readonly order: string;
}

async function link(order: string, more: object = {}): Promise<Link> {
  const { status, body } = await service.post(
    '/v1/payment-links',
    { order_id: order, channel: 'link', ...more },
    { ...asAgent, 'continuo-script-version': 'spring-1' },
  );
  expect([status, body.code]).toEqual([201, undefined]);
  return { id: body.payment_link_id, secret: body.secret, order };
}

const see = (secret: string) => service.call('GET', '/v1/pay', { key: secret });
const pay = (secret: string, token: string, headers = {}) =>
  service.call('POST', '/v1/pay', { key: secret, body: { token }, headers });
const read = ({ id }: Link, headers = {}) =>
  service.call('GET', `/v1/payment-links/${id}`, { headers });
const orderOf = ({ order }: Link) => service.call('GET', `/v1/orders/${order}`);
const historyOf = async (path: string): Promise<Answer['body'][]> =>
  (await service.call('GET', `/v1/${path}/history`)).body.items;
const refusal = ({ status, body }: Answer) => [status, body.code];
const payments = () => service.get(PaymentsConsumer);

describe('an order that is paid by a link', () => {
  it('is placed by whoever pays, on the call on which the link was asked for, once', async () => {
    const asked = await link(await draft());
    expect((await see(asked.secret)).body).toEqual({
      seller: 'Spring',
      status: 'open',
      currency: 'USD',
      amount_minor: 5609,
      total_minor: 22_434,
      lines: [{ name: 'Juicer', quantity: 2 }],
      expires_at: '2026-11-22T10:30:00.000Z',
      last_attempt: null,
      attempts_left: 5,
    });
    const [first, again] = await Promise.all([
      pay(asked.secret, 'pm_card'),
      pay(asked.secret, 'pm_card'),
    ]);
    expect([first.status, again.status]).toEqual([200, 200]);
    expect((await pay(asked.secret, 'pm_card')).body.status).toBe('paying');
    expect(refusal(await pay(asked.secret, 'pm_other'))).toEqual([409, 'payment-under-way']);

    const waiting = read(asked, { prefer: 'wait=20' });
    await payments().authorised(authorised(asked.order));
    expect((await waiting).body).toMatchObject({ status: 'paid', payment_id: 'pay_1' });
    expect((await see(asked.secret)).body).toMatchObject({ status: 'paid' });
    const { body } = await orderOf(asked);
    expect(body).toMatchObject({ status: 'released', payment: { payment_link_id: asked.id } });

    const events = await historyOf(`orders/${asked.order}`);
    const placed = events.filter(({ type }) => type === 'order.placed.v2');
    expect(placed).toMatchObject([
      {
        actor: {
          kind: 'customer',
          id: body.customer_id,
          call_centre_id: 'cc_north',
          via: asked.id,
        },
        call_id: 'call_1',
        script_version: 'spring-1',
      },
    ]);
    const own = await historyOf(`payment-links/${asked.id}`);
    expect(own.map(({ type, actor }) => [type, actor.kind])).toEqual([
      ['payment-link.requested.v1', 'agent'],
      ['payment-link.token-taken.v1', 'customer'],
      ['payment-link.token-passed-on.v1', 'customer'],
      ['payment-link.paid.v1', 'system'],
    ]);
    expect(JSON.stringify(own)).not.toMatch(/secret_hash|pls_/);
  });

  it('takes another token after a decline, up to a cap', async () => {
    const asked = await link(await draft(), { channel: 'ivr' });
    for (let attempt = 1; attempt <= 5; attempt += 1) {
      const paying = pay(asked.secret, `pm_${attempt}`, { prefer: 'wait=20' });
      await until(asked, 'paying');
      const decline = declined(asked.order);
      await payments().declined({ ...decline, data: { ...decline.data, amount_minor: 5609 } });
      const last = attempt === 5;
      expect((await paying).body).toMatchObject({
        status: last ? 'closed' : 'open',
        last_attempt: last ? null : 'declined',
        attempts_left: 5 - attempt,
      });
    }
    expect((await read(asked)).body).toMatchObject({
      last_decline: 'insufficient_funds',
      ended_for: 'tokens-used-up',
    });
    const { status, body } = await pay(asked.secret, 'pm_6');
    expect([status, body.code, body.data.reason]).toEqual([
      409,
      'payment-link-ended',
      'tokens-used-up',
    ]);
    const events = await historyOf(`orders/${asked.order}`);
    const tries = events.filter(({ type }) => type === 'order.payment-link-used.v1');
    expect(tries.map(({ actor, data }) => [actor.kind, data.attempt])).toEqual(
      [1, 2, 3, 4, 5].map((attempt) => ['ivr', attempt]),
    );
  });

  it('is tried again when it was declined, for what was declined', async () => {
    const { body: order } = await service.post('/v1/orders', oneShot);
    expect(refusal(await service.post('/v1/payment-links', asking(order.order_id)))).toEqual([
      409,
      'nothing-to-pay',
    ]);
    await payments().declined(declined(order.order_id));
    const asked = await link(order.order_id);
    expect((await see(asked.secret)).body.amount_minor).toBe(100);
    await pay(asked.secret, 'pm_card');
    await payments().authorised(authorised(asked.order));
    expect((await read(asked)).body.status).toBe('paid');
    expect((await orderOf(asked)).body.status).toBe('released');
  });

  it('has a later instalment that was declined paid, long after its goods have left', async () => {
    const { body: order } = await service.post('/v1/orders', oneShot);
    await payments().authorised(authorised(order.order_id));
    const late = declined(order.order_id);
    const decline = { ...late.data, instalment: 2, amount_minor: 5608 };
    await payments().declined({ ...late, data: decline });
    const asked = await link(order.order_id);
    expect((await see(asked.secret)).body.amount_minor).toBe(5608);
    await pay(asked.secret, 'pm_card');
    const captured = (instalment: number, id: string) =>
      payments().captured(
        message('pay_1', {
          ...late.data,
          capture_id: id,
          instalment,
          package_id: null,
          amount_minor: 5608,
          lines: [],
        }),
      );
    await captured(1, 'cap_1');
    expect((await read(asked)).body.status).toBe('paying');
    await captured(2, 'cap_2');
    expect((await read(asked)).body).toMatchObject({ status: 'paid', payment_id: 'pay_1' });
    expect(refusal(await service.post('/v1/payment-links', asking(order.order_id)))).toEqual([
      409,
      'nothing-to-pay',
    ]);
  });

  it('is placed after all when the process died with the token', async () => {
    const asked = await link(await draft());
    await service
      .get(CommandRunner)
      .execute(
        paymentLinkAggregate,
        asked.id,
        { kind: 'take-token', token: 'pm_card', now: NOW },
        { commandId: 'died', actor: systemActor('specs'), now: NOW, correlationId: 'cor_1' },
      );
    await service.restart();
    expect((await orderOf(asked)).body.status).toBe('draft');
    service.time = '2026-11-22T11:00:00.000Z';
    await until(asked, 'paying', async () => (await orderOf(asked)).body.status === 'placed');
    await payments().authorised(authorised(asked.order));
    expect((await read(asked)).body.status).toBe('paid');
  });

  it.each([
    ['link', 'online'],
    ['ivr', undefined],
  ])('asks for a charge as what it is: by %s, %s', async (channel, expected) => {
    const asked = await link(await draft(), { channel });
    await pay(asked.secret, 'pm_card');
    const decline = declined(asked.order);
    await payments().declined({ ...decline, data: { ...decline.data, amount_minor: 5609 } });
    await pay(asked.secret, 'pm_other');
    const types = [ORDER_PLACED.type, ORDER_PAYMENT_RETRIED.type];
    const { messages } = await service.ports.messaging.read({ after: 0, maxCount: 1_000, types });
    const told = messages.filter(({ subject }) => subject === asked.order);
    const channels = told.map(({ data }) => (data as OrderPaymentRetried).payment.channel);
    expect(channels).toStrictEqual([expected, expected]);
  });

  it('is told to whoever sends links, without the secret', async () => {
    const asked = await link(await draft());
    const types = [PAYMENT_LINK_REQUESTED.type];
    const { messages } = await service.ports.messaging.read({ after: 0, maxCount: 1_000, types });
    const told = messages.find(({ subject }) => subject === asked.id);
    expect(told?.data).toMatchObject({
      order_id: asked.order,
      channel: 'link',
      amount_minor: 5609,
    });
    expect(JSON.stringify(messages)).not.toMatch(/pls_|hash/i);
  });
});

describe('a payment link', () => {
  it('is answered again as it was, secret and all', async () => {
    const order = await draft();
    const headers = { ...asAgent, 'idempotency-key': 'the-same' };
    const [first, again] = [
      await service.post('/v1/payment-links', asking(order), headers),
      await service.post('/v1/payment-links', asking(order), headers),
    ];
    expect(again.body).toEqual(first.body);
    await service.restart();
    expect((await service.post('/v1/payment-links', asking(order), headers)).body.secret).toBe(
      first.body.secret,
    );
  });

  it('is listed by order and status for its own call centre', async () => {
    const asked = await link(await draft());
    await service.caughtUp('payment-links');
    const list = `/v1/payment-links?order_id=${asked.order}&status=open`;
    const { body } = await service.call('GET', list);
    expect(body.items).toMatchObject([{ payment_link_id: asked.id, amount_minor: 5609 }]);
    expect((await service.call('GET', list, { key: service.south })).body.items).toEqual([]);
  });

  it('does not exist for another call centre', async () => {
    const asked = await link(await draft());
    const south = { key: service.south };
    expect(refusal(await service.call('GET', `/v1/payment-links/${asked.id}`, south))).toEqual([
      404,
      'payment-link-not-found',
    ]);
    const cancelling = { ...south, body: { reason: 'x' }, headers: { 'if-match': '"0"' } };
    expect(
      refusal(await service.call('POST', `/v1/payment-links/${asked.id}/cancel`, cancelling)),
    ).toEqual([404, 'payment-link-not-found']);
    const body = asking(asked.order);
    expect(refusal(await service.call('POST', '/v1/payment-links', { ...south, body }))).toEqual([
      404,
      'order-not-found',
    ]);
  });

  it('expires by itself and takes nothing after', async () => {
    const asked = await link(await draft(), { expires_at: '2026-11-22T09:40:00Z' });
    service.time = '2026-11-22T09:40:00.000Z';
    const { status, body } = await pay(asked.secret, 'pm_card');
    expect([status, body.code, body.data.status]).toEqual([409, 'payment-link-ended', 'expired']);
    await until(asked, 'expired');
    expect((await orderOf(asked)).body.status).toBe('draft');
  });

  it('is cancelled while nobody pays', async () => {
    const asked = await link(await draft());
    const cancel = (etag: string) =>
      service.post(
        `/v1/payment-links/${asked.id}/cancel`,
        { reason: 'pays by cheque' },
        { ...asAgent, 'if-match': etag },
      );
    expect((await cancel('"7"')).status).toBe(412);
    const { body } = await cancel((await read(asked)).etag);
    expect(body).toMatchObject({ status: 'cancelled', ended_for: 'pays by cheque' });
    const late = await pay(asked.secret, 'pm_card');
    expect(refusal(late)).toEqual([409, 'payment-link-ended']);
    expect(late.text).not.toContain('cheque');
  });

  it('closes when its order has changed since, and nothing is charged', async () => {
    const asked = await link(await draft());
    const { etag } = await orderOf(asked);
    const lines = `/v1/orders/${asked.order}/lines`;
    await service.post(lines, { ...juicer, quantity: 1 }, { ...asAgent, 'if-match': etag });
    const { status, body } = await pay(asked.secret, 'pm_card');
    expect([status, body.code, body.data.reason]).toEqual([
      409,
      'payment-link-ended',
      'amount-changed',
    ]);
    expect((await orderOf(asked)).body.status).toBe('draft');
    expect((await read(asked)).body).toMatchObject({
      status: 'closed',
      ended_for: 'amount-changed',
    });
  });

  it('closes when its order was paid for in another way', async () => {
    const asked = await link(await draft());
    const { etag } = await orderOf(asked);
    const place = `/v1/orders/${asked.order}/place`;
    await service.post(place, { token: 'pm_told' }, { ...asAgent, 'if-match': etag });
    const { status, body } = await pay(asked.secret, 'pm_card');
    expect([status, body.code, body.data.reason]).toEqual([
      409,
      'payment-link-ended',
      'nothing-to-pay',
    ]);
    expect((await orderOf(asked)).body.payment.payment_link_id).toBeNull();
  });

  it('opens with its own secret alone, and closes when it is guessed at', async () => {
    const asked = await link(await draft());
    expect(refusal(await service.call('GET', '/v1/pay', { key: service.admin }))).toEqual([
      404,
      'payment-link-not-found',
    ]);
    const without = await service.call('GET', '/v1/pay', { headers: { authorization: '' } });
    expect(refusal(without)).toEqual([401, 'secret-missing']);
    const unknown = `pls_${'0'.repeat(32)}_${'x'.repeat(22)}`;
    expect(refusal(await see(unknown))).toEqual([404, 'payment-link-not-found']);
    for (let guess = 0; guess < 10; guess += 1) {
      const guessed = `${asked.secret.slice(0, -2)}-${guess}`;
      const answer = guess % 2 === 0 ? await see(guessed) : await pay(guessed, 'pm_card');
      expect(refusal(answer)).toEqual([404, 'payment-link-not-found']);
    }
    expect((await read(asked)).body).toMatchObject({
      status: 'closed',
      ended_for: 'secret-guessed',
    });
  });

  it('takes no card number and nothing but a token', async () => {
    const asked = await link(await draft());
    const send = (body: object) => service.call('POST', '/v1/pay', { key: asked.secret, body });
    expect(refusal(await send({ token: '4111111111111111' }))).toEqual([
      422,
      'card-number-refused',
    ]);
    expect(refusal(await send({ token: 'pm_card', cvv: '123' }))).toEqual([
      422,
      'card-number-refused',
    ]);
    expect(refusal(await send({ token: 'tok_1' }))).toEqual([400, 'invalid-request']);
    expect((await read(asked)).body).toMatchObject({ status: 'open', attempts: 0 });
  });

  it('is for what can be paid, and for a time', async () => {
    const order = await draft();
    const ask = (body: object) => service.post('/v1/payment-links', body);
    const late = { ...asking(order), expires_at: '2027-01-22T09:30:00Z' };
    expect(refusal(await ask(late))).toEqual([422, 'expiry-out-of-range']);
    expect(refusal(await ask({ ...asking(order), expires_at: NOW }))).toEqual([
      422,
      'expiry-out-of-range',
    ]);
    expect(refusal(await ask(asking('ord_none')))).toEqual([404, 'order-not-found']);
    expect(refusal(await ask({ ...asking(order), channel: 'mail' }))).toEqual([
      400,
      'invalid-request',
    ]);
    const { body: empty } = await service.post('/v1/orders', { ...unpaid, lines: [] });
    expect(refusal(await ask(asking(empty.order_id)))).toEqual([409, 'order-has-no-lines']);
    const program = { ...unpaid, lines: [juicer, { offer_id: 'off_greens', quantity: 1 }] };
    const { body: unheard } = await service.post('/v1/orders', program);
    expect(refusal(await ask(asking(unheard.order_id)))).toEqual([409, 'consent-missing']);
  });
});

function asking(order_id: string) {
  return { order_id, channel: 'link' };
}

/** The scheduler looks a few times a second. */
async function until(asked: Link, status: string, also = () => Promise.resolve(true)) {
  for (let tries = 0; tries < 200; tries += 1) {
    if ((await read(asked)).body.status === status && (await also())) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`it is not ${status}`);
}
