import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig } from '@continuo/service/config';
import { type RunningProcess, startProcess } from '@continuo/service/process';
import { settle } from '@continuo/service/settle';
import { TestClock } from '@continuo/service/system/test-clock';
import { ApiClient, type ApiAnswer } from './api-client';
import { DEMO, DEMO_ADDRESS } from './demo/catalogue';
import { seedDemoCatalogue, withinProcess } from './demo/seed';
import { SERVICES } from './services';

const CALL = {
  'continuo-agent-id': 'agt_nora',
  'continuo-call-centre-id': 'cc_northline',
  'continuo-call-id': 'call-1',
};
const JUICER = { offer_id: DEMO.mainOffer, quantity: 1, instalments: 4 };
const CLUB = { offer_id: DEMO.crossSellOffer, quantity: 1, interval: 'P1M' };

let dataDir: string;
let running: RunningProcess;
let client: ApiClient;

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), 'continuo-'));
  const config = readConfig({
    CONTINUO_DATA_DIR: dataDir,
    CONTINUO_LOG_LEVEL: 'error',
    PORT: '0',
  });
  running = await startProcess({
    name: 'platform',
    config,
    clock: new TestClock(join(dataDir, 'test-clock.json')),
    services: SERVICES,
    definitionsModule: join(__dirname, 'definitions'),
    onFatal: (reason) => {
      throw reason;
    },
  });
  await seedDemoCatalogue(dataDir, running.ports.accessKeys, withinProcess(running));
  const { secret } = await running.ports.accessKeys.create({ role: 'admin', name: 'spec' });
  client = new ApiClient(await running.listen(), secret, 'collections');
  const policy = {
    policy_id: 'dun_strict',
    name: 'Strict',
    schedules: [{ decline_class: 'no-funds', after_hours: [24] }],
    limits: { amount_minor: { USD: 0 } },
    when_instalment_fails: 'hold-shipments',
  };
  await ok(post('/v1/dunning-policies', policy));
}, 60_000);

afterAll(async () => {
  await running.stop();
  rmSync(dataDir, { recursive: true });
});

async function ok(asked: Promise<ApiAnswer>): Promise<ApiAnswer> {
  const answer = await asked;
  if (answer.status >= 300) throw new Error(JSON.stringify(answer.body));
  const { store, messaging, work, readStore } = running.ports;
  await settle(store, messaging, work);
  const head = await store.head();
  for (const { name } of await readStore.statuses()) await readStore.caughtUp(name, head);
  return answer;
}
const get = async (path: string) => (await ok(client.send({ method: 'GET', path }))).body;
const post = (path: string, body: object, headers: object = {}) =>
  client.send({ method: 'POST', path, body, headers: { ...CALL, ...headers } });
const advance = (by: string) => ok(post('/v1/test-clock/advance', { by }));

/** Changes what is at a path, as it stands now. */
async function change(resource: string, what: string, body: object): Promise<ApiAnswer> {
  const { etag } = await client.send({ method: 'GET', path: resource });
  return post(`${resource}/${what}`, body, { 'if-match': etag ?? '' });
}

async function order(line: object, token: string, customer: object) {
  const opened = await ok(
    post('/v1/orders', {
      campaign_id: DEMO.campaign,
      ...customer,
      ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
      lines: [line],
    }),
  );
  const { order_id: orderId, customer_id: customerId } = opened.body;
  const path = `/v1/orders/${orderId}`;
  const consent = {
    script_version: 'spring-1',
    words: 'You join a program ... Do you agree?',
    recording_reference: 'rec-1',
    given_by: 'Pat Miller',
  };
  if ('interval' in line) await ok(change(path, 'consent', consent));
  await ok(change(path, 'place', { token }));
  return { orderId: orderId as string, customerId: customerId as string };
}

const shipmentOf = async (orderId: string) =>
  (await get(`/v1/shipments?order_id=${orderId}`)).items[0];
const paymentOf = async (orderId: string) =>
  (await get(`/v1/payments?order_id=${orderId}`)).items[0];
const newCustomer = (phone: string) => ({
  customer: { name: { first: 'Pat', last: 'Miller' }, phone },
});

describe('what a customer owes, and the goods on their way', () => {
  it('are held beyond the limits, requested before and after, until it is paid', async () => {
    const late = await order(
      JUICER,
      'pm_sim_instalment_declined_visa_51',
      newCustomer('+19165550171'),
    );
    const { customerId } = late;
    const request = `/v1/shipment-requests/${(await shipmentOf(late.orderId)).shipment_id}`;
    await ok(change(request, 'acceptance', {}));
    const tracking = { carrier: 'UPS', tracking_number: '1Z999AA10123456784' };
    await ok(change(request, 'packages', tracking));
    const before = await order(JUICER, 'pm_sim_approved', { customer_id: customerId });
    const accepted = await order(JUICER, 'pm_sim_approved', { customer_id: customerId });
    const taken = (await shipmentOf(accepted.orderId)).shipment_id;
    await ok(change(`/v1/shipment-requests/${taken}`, 'acceptance', {}));
    const other = await order(JUICER, 'pm_sim_approved', newCustomer('+19165550172'));

    await advance('P31D');
    expect((await get(`/v1/arrears/${customerId}`)).shipments_held).toBe(true);
    const after = await order(JUICER, 'pm_sim_approved', { customer_id: customerId });
    for (const { orderId } of [before, after]) {
      const { shipment_id, status } = await shipmentOf(orderId);
      expect(status).toBe('held');
      const shown = await get(`/v1/shipments/${shipment_id}`);
      expect(shown).toMatchObject({ status: 'held', reason: 'past-due' });
      const refused = await change(`/v1/shipment-requests/${shipment_id}`, 'acceptance', {});
      expect([refused.status, refused.body.code]).toEqual([409, 'shipment-held']);
    }
    expect((await shipmentOf(accepted.orderId)).status).toBe('accepted');
    expect((await shipmentOf(other.orderId)).status).toBe('requested');
    const held = await get('/v1/shipment-requests?status=held');
    expect(held.items).toHaveLength(2);

    const { payment_id } = await paymentOf(late.orderId);
    await ok(change(`/v1/payments/${payment_id}`, 'methods', { token: 'pm_sim_card_paid' }));
    for (const { orderId } of [before, after]) {
      const { shipment_id, status } = await shipmentOf(orderId);
      expect(status).toBe('requested');
      await ok(change(`/v1/shipment-requests/${shipment_id}`, 'acceptance', {}));
    }
    expect((await get('/v1/parked-messages')).items).toEqual([]);
  }, 60_000);
});

describe('a card that a customer has stored', () => {
  it('pays no order and no program of another customer', async () => {
    const card = 'pm_sim_card_of_one';
    await order(JUICER, card, newCustomer('+19165550181'));
    const other = await order(CLUB, 'pm_sim_card_of_another', newCustomer('+19165550182'));
    const refused = (answer: ApiAnswer) => expect(answer.body.code).toBe('unknown-token');
    const asked = {
      campaign_id: DEMO.campaign,
      customer_id: other.customerId,
      ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
      lines: [JUICER],
    };
    refused(await post('/v1/orders', { ...asked, payment: { token: card } }));
    const { body: draft } = await ok(post('/v1/orders', asked));
    refused(await change(`/v1/orders/${draft.order_id}`, 'place', { token: card }));
    const [{ subscription_id: id }] = (
      await get(`/v1/subscriptions?customer_id=${other.customerId}`)
    ).items;
    const program = `/v1/subscriptions/${id}`;
    const reason = 'another card';
    refused(await change(program, 'payment-methods', { token: card, reason }));
    expect((await get(`/v1/orders/${draft.order_id}`)).status).toBe('draft');
    expect((await get(`${program}/history`)).items).toHaveLength(1);
    expect((await get(`/v1/orders?customer_id=${other.customerId}`)).items).toHaveLength(2);
  }, 60_000);
});

describe('a card that its network has given another token', () => {
  const update = (token: string, newToken: string) =>
    ok(post('/v1/card-updates', { token, result: 'new-token', new_token: newToken }));

  it('is charged by that at the next renewal', async () => {
    const { customerId } = await order(CLUB, 'pm_sim_card_old', newCustomer('+19165550173'));
    await update('pm_sim_card_old', 'pm_sim_card_new');
    await update('pm_sim_card_new', 'pm_sim_card_newest');
    const [{ subscription_id: id }] = (await get(`/v1/subscriptions?customer_id=${customerId}`))
      .items;
    expect((await get(`/v1/subscriptions/${id}/history`)).items).toMatchObject([
      { change: 'started' },
      { field: 'payment_token', from: 'pm_sim_card_old', to: 'pm_sim_card_new' },
      { field: 'payment_token', from: 'pm_sim_card_new', to: 'pm_sim_card_newest' },
    ]);
    await advance('P32D');
    const { items } = await get(`/v1/orders?customer_id=${customerId}`);
    expect(items).toHaveLength(2);
    const renewal = items.find((item: { origin: string }) => item.origin !== 'call');
    expect((await paymentOf(renewal.order_id)).status).toBe('authorised');
    const { payment_id } = await paymentOf(renewal.order_id);
    expect((await get(`/v1/payments/${payment_id}`)).token).toBe('pm_sim_card_newest');
  }, 60_000);
});
