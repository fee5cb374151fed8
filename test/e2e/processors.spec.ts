import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Stripe from 'stripe';
import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';
import { verify } from '../../apps/platform/src/verify/verify';
import { FakeStripe } from '../../apps/payments/src/testing/fake-stripe';
import { ServerProcess } from './server';

jest.setTimeout(120_000);

const SECRET = 'whsec_of-the-endpoint';
const AGENT = { 'Continuo-Agent-Id': 'agt_nora', 'Continuo-Call-Centre-Id': 'cc_northline' };

describe('a deployment with Stripe beside the simulator', () => {
  const dir = mkdtempSync(join(tmpdir(), 'continuo-processors-'));
  let stripe: FakeStripe;
  let server: ServerProcess;
  let api: ApiClient;

  beforeAll(async () => {
    stripe = await FakeStripe.start();
    const file = join(dir, 'accounts.json');
    const account = {
      kind: 'stripe',
      secret_key_variable: 'STRIPE_US_KEY',
      webhook_secrets_variable: 'STRIPE_US_WEBHOOKS',
    };
    writeFileSync(
      file,
      JSON.stringify({
        accounts: { simulator: { kind: 'simulator' }, 'stripe-us': account },
        routes: [{ token_prefix: 'pm_sim_', account: 'simulator' }, { account: 'stripe-us' }],
      }),
    );
    server = await ServerProcess.start({
      CONTINUO_PAYMENT_ACCOUNTS: file,
      STRIPE_US_KEY: 'sk_test_fake',
      STRIPE_US_WEBHOOKS: `whsec_the-one-before,${SECRET}`,
      STRIPE_API_URL: stripe.url,
    });
    api = server.client('processors');
  });
  afterAll(async () => {
    await server?.remove();
    await stripe?.stop();
    rmSync(dir, { recursive: true });
  });

  const post = (path: string, body: object, etag?: string) =>
    api.send({
      method: 'POST',
      path,
      body,
      headers: { ...AGENT, ...(etag && { 'If-Match': etag }), Prefer: 'wait=5' },
    });

  async function place(token: string): Promise<{ order: ApiAnswer; payment: ApiAnswer }> {
    const draft = await post('/v1/orders', {
      campaign_id: 'cmp_spring-tv',
      customer: { name: { first: 'Pat', last: 'Miller' }, phone: '+19165550123' },
      ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
      lines: [{ offer_id: 'off_juicer-main', quantity: 1 }],
    });
    const id = String(draft.body.order_id);
    const order = await post(`/v1/orders/${id}/place`, { token }, draft.etag);
    const found = await api.send({ method: 'GET', path: `/v1/payments?order_id=${id}` });
    const path = `/v1/payments/${found.body.items[0]?.payment_id}`;
    return { order, payment: await api.send({ method: 'GET', path }) };
  }

  const event = (changes: object = {}) =>
    JSON.stringify({
      id: 'evt_1',
      object: 'event',
      type: 'payment_intent.amount_capturable_updated',
      created: Math.floor(Date.now() / 1_000),
      livemode: false,
      data: { object: { id: 'pi_1', metadata: { continuo_payment: 'pay_unknown' } } },
      ...changes,
    });
  const sign = (payload: string, timestamp?: number) =>
    Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET, timestamp });

  async function send(payload: string, signature?: string, path = 'stripe/stripe-us') {
    const answer = await fetch(`${server.url}/v1/webhooks/${path}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        ...(signature && { 'stripe-signature': signature }),
      },
      body: payload,
    });
    return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
  }

  it.each(['pm_card_visa', 'pm_sim_approved'])('takes an order with %s', async (token) => {
    const { order, payment } = await place(token);
    expect(order.body).toMatchObject({ status: 'released' });
    expect(payment.body).toMatchObject({ status: 'authorised', token });
  });

  it('refuses a token that neither knows', async () => {
    expect((await place('pm_nobody')).order).toMatchObject({
      status: 422,
      body: { code: 'unknown-token' },
    });
  });

  it('asks again when a webhook tells of a payment whose outcome is unknown', async () => {
    stripe.failNext({ path: /^\/v1\/payment_intents$/, when: 'after', how: 500 });
    const { payment } = await place('pm_card_visa');
    expect(payment.body).toMatchObject({ status: 'unknown' });
    const { payment_id } = payment.body;
    const payload = event({
      id: 'evt_2',
      data: { object: { metadata: { continuo_payment: payment_id } } },
    });
    expect(await send(payload, sign(payload))).toMatchObject({ body: { outcome: 'rechecked' } });
    expect(await send(payload, sign(payload))).toMatchObject({ body: { outcome: 'duplicate' } });
    const path = `/v1/payments/${payment_id}`;
    const after = await api.send({ method: 'GET', path });
    expect(after.body).toMatchObject({ status: 'authorised' });
  });

  it('takes a number that looks like a card, where a processor has signed it', async () => {
    const data = { object: { network_transaction_id: '4242424242424242' } };
    const payload = event({ id: 'evt_3', type: 'payout.paid', data });
    expect(await send(payload, sign(payload))).toMatchObject({ body: { outcome: 'ignored' } });
  });

  const old = Math.floor(Date.now() / 1_000) - 600;
  const live = event({ livemode: true });
  it.each([
    ['unsigned', event(), undefined, 403, 'webhook-unsigned'],
    ['written anew', `${event()} `, sign(event()), 403, 'webhook-signature-invalid'],
    ['replayed later', event(), sign(event(), old), 403, 'webhook-stale'],
    ['live', live, sign(live), 403, 'webhook-mode-mismatch'],
    ['no JSON', 'no', sign('no'), 422, 'webhook-malformed'],
  ])(
    'refuses a webhook that is %s, and nothing changes',
    async (_, body, signature, status, code) => {
      const before = await api.send({ method: 'GET', path: '/v1/payments/work-list' });
      expect(await send(body, signature)).toMatchObject({ status, body: { code } });
      const after = await api.send({ method: 'GET', path: '/v1/payments/work-list' });
      expect(after.body.items).toEqual(before.body.items);
      await told(code);
    },
  );

  /** Finance has one alert of it. */
  async function told(code: string): Promise<void> {
    const path = `/v1/finance-alerts?code=${code}`;
    for (let tries = 0; tries < 100; tries += 1) {
      const { body } = await api.send({ method: 'GET', path });
      if (body.items.length > 0) return expect(body.items).toHaveLength(1);
      await sleep(50);
    }
    throw new Error(`finance was not told of ${code}`);
  }

  it.each(['stripe/nobody', 'simulator/stripe-us'])('has no endpoint %s', async (path) => {
    const answer = await send(event(), sign(event()), path);
    expect(answer).toMatchObject({ status: 404, body: { code: 'webhook-account-not-found' } });
  });

  it('puts money that is not ours on the work list, until somebody says what it was', async () => {
    const payload = event({ id: 'evt_4' });
    expect(await send(payload, sign(payload))).toMatchObject({
      status: 200,
      body: { outcome: 'unmatched' },
    });
    const [item] = await workList((items) => items.length > 0);
    expect(item).toMatchObject({ kind: 'notice', payment_id: 'pay_unknown' });
    const path = `/v1/webhooks/notices/${item?.work_id}/resolutions`;
    expect(await post(path, { reason: 'the web shop' })).toMatchObject({ status: 200 });
    await workList((items) => items.length === 0);
  });

  async function workList(until: (items: { work_id: string }[]) => boolean) {
    for (let tries = 0; tries < 100; tries += 1) {
      const { body } = await api.send({ method: 'GET', path: '/v1/payments/work-list' });
      if (until(body.items)) return body.items as { work_id: string }[];
      await sleep(50);
    }
    throw new Error('the work list did not get there');
  }

  it('lets nobody say what an attempt came to that the gateway has told', async () => {
    const { payment } = await place('pm_card_visa');
    const path = `/v1/payments/${payment.body.payment_id}/resolutions`;
    const { attempt_id } = payment.body.attempts[0];
    const said = { attempt_id, outcome: 'declined', reason: 'I think so' };
    expect(await post(path, said, payment.etag)).toMatchObject({
      status: 409,
      body: { code: 'attempt-not-with-a-person' },
    });
  });

  it('holds together, with what Stripe has taken in books that are not ours', async () => {
    await server.end('SIGINT');
    const { checks } = await verify(server.dataDir);
    expect(checks.filter(({ breaches }) => breaches.length > 0)).toEqual([]);
  });
});
