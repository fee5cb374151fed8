import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiClient, ApiRequest } from '../../apps/platform/src/api-client';
import { DEMO, DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';

const SALE = {
  'continuo-agent-id': DEMO.agents.nora,
  'continuo-call-centre-id': DEMO.callCentres.northline,
  'continuo-call-id': 'call-1',
  'continuo-script-version': DEMO.scriptVersion,
};
const PATIENCE_MS = 30_000;

/** A seller's front end, vendor and finance in one: what specs over a whole server do again and again. */
export class Seller {
  constructor(readonly client: ApiClient) {}

  async get(path: string) {
    return (await this.expect({ method: 'GET', path })).body;
  }

  async post(path: string, body: object = {}, last?: ApiAnswer): Promise<ApiAnswer> {
    const headers = { ...SALE, prefer: 'wait=5', ...(last?.etag && { 'if-match': last.etag }) };
    return this.expect({ method: 'POST', path, body, headers });
  }

  /** Changes what stands under `path`, as it is now. */
  async change(path: string, what: string, body: object = {}): Promise<ApiAnswer> {
    return this.post(`${path}/${what}`, body, await this.expect({ method: 'GET', path }));
  }

  /** Asks until the answer is as expected: what follows from messages comes a moment later. */
  async until(path: string, expected: (body: ApiAnswer['body']) => boolean) {
    const deadline = performance.now() + PATIENCE_MS;
    for (;;) {
      const body = await this.get(path);
      if (expected(body)) return body;
      if (performance.now() > deadline) throw new Error(`${path} stays ${JSON.stringify(body)}`);
      await sleep(50);
    }
  }

  /** Sells one offer to a caller; answers the released order. */
  async sell(campaign: string, offer: string, phone = '+19165550177', token = 'pm_sim_approved') {
    let order = await this.post('/v1/orders', {
      campaign_id: campaign,
      customer: { name: { first: 'Pat', last: 'Miller' }, phone, email: 'pat@example.com' },
      ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
      lines: [{ offer_id: offer, quantity: 1 }],
    });
    const path = `/v1/orders/${order.body.order_id}`;
    const quote = await this.get(`${path}/quote`);
    const consent = { script_version: DEMO.scriptVersion, words: quote.words_to_read };
    order = await this.post(
      `${path}/consent`,
      { ...consent, recording_reference: 'rec-1', given_by: 'Pat Miller' },
      order,
    );
    order = await this.post(`${path}/place`, { token }, order);
    return { order: order.body, quote };
  }

  /** The vendor ships all of an order in one package. */
  async ship(orderId: string) {
    const { items } = await this.until(
      `/v1/shipments?order_id=${orderId}`,
      ({ items }) => items.length === 1,
    );
    const path = `/v1/shipment-requests/${items[0].shipment_id}`;
    await this.change(path, 'acceptance');
    const tracking_number = `1Z${orderId}`;
    await this.change(path, 'packages', { carrier: 'UPS', tracking_number });
    return this.get(path);
  }

  async program(orderId: string) {
    const { customer_id } = await this.get(`/v1/orders/${orderId}`);
    const list = `/v1/subscriptions?customer_id=${customer_id}`;
    const { items } = await this.until(list, ({ items }) => items.length === 1);
    return `/v1/subscriptions/${items[0].subscription_id}`;
  }

  /** Time passes; answers the order of a program's cycle, once it is released. */
  async renew(program: string, cycle: number): Promise<string> {
    const id = program.split('/').at(-1);
    await this.post('/v1/test-clock/advance', { by: 'P32D' });
    const { cycles } = await this.until(program, ({ cycles }) =>
      cycles.some(
        (each: { cycle: number; status: string }) =>
          each.cycle === cycle && each.status === 'released',
      ),
    );
    const found = cycles.find((each: { cycle: number }) => each.cycle === cycle);
    if (!found) throw new Error(`${id} has no cycle ${cycle}`);
    return found.order_id;
  }

  /** Balance of an account of the ledger, debits less credits. */
  async balance(account: string): Promise<number> {
    const { items } = await this.get('/v1/ledger/balances?currency=USD');
    return items.find((each: { account: string }) => each.account === account)?.balance_minor ?? 0;
  }

  private async expect(request: ApiRequest): Promise<ApiAnswer> {
    const answer = await this.client.send(request);
    if (answer.status < 300) return answer;
    throw new Error(`${request.method} ${request.path}: ${JSON.stringify(answer.body)}`);
  }
}
