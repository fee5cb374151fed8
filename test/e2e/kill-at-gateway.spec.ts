import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { BOOKS_FILE, readBooks } from '../../apps/payments/src/adapters/simulator/books';
import type { ApiClient } from '../../apps/platform/src/api-client';
import { DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';
import { verify } from '../../apps/platform/src/verify/verify';
import { ServerProcess } from './server';

const MINUTES = 60_000;
const LATENCY_MS = 500;
const PATIENCE_MS = 60_000;

type Kind = 'authorise' | 'capture' | 'refund';
type Moment = 'under way' | 'booked';

/** When authorise, capture and refund are cut off; each restart takes its time. */
const MOMENTS: readonly (readonly [Moment, Moment, Moment])[] = [
  ['under way', 'under way', 'under way'],
  ['booked', 'booked', 'booked'],
];

let server: ServerProcess;
let client: ApiClient;
let kills = 0;

beforeAll(async () => {
  server = await ServerProcess.start({ CONTINUO_SIMULATOR_LATENCY_MS: String(LATENCY_MS) });
  client = server.client();
}, 2 * MINUTES);
afterAll(() => server.remove());

async function until<T>(find: () => Promise<T | undefined> | T | undefined): Promise<T> {
  const deadline = performance.now() + PATIENCE_MS;
  for (;;) {
    const found = await find();
    if (found !== undefined) return found;
    if (performance.now() > deadline) throw new Error(`it never came: ${find}`);
    await sleep(2);
  }
}

const get = async (path: string) => (await client.send({ method: 'GET', path })).body;

/** Sends under a key of its own, as often as it is asked to. */
function sending(key: string, path: string, body: object, etag?: string) {
  const headers = {
    'idempotency-key': key,
    'continuo-agent-id': 'agt_nora',
    'continuo-call-centre-id': 'cc_northline',
    'continuo-call-id': 'call-1',
    ...(etag && { 'if-match': etag }),
  };
  return () => client.send({ method: 'POST', path, body, headers });
}

async function changing(key: string, resource: string, what: string, body: object) {
  const { etag } = await client.send({ method: 'GET', path: resource });
  return sending(key, `${resource}/${what}`, body, etag);
}

/** What the gateway itself has booked of a payment. */
function bookedOf(paymentId: string): readonly string[] {
  const file = join(server.dataDir, BOOKS_FILE);
  if (!existsSync(file)) return [];
  return [...readBooks(file)]
    .filter((entry) => entry.paymentReference === paymentId && entry.status === 'succeeded')
    .map(({ kind, amountMinor }) => `${kind} ${amountMinor}`);
}

const history = async (paymentId: string): Promise<readonly { type: string; data: object }[]> =>
  (await get(`/v1/payments/${paymentId}/history`)).items ?? [];

/** Kills the server with -9 while a call of this kind is under way, or as soon as it is booked. */
async function kill(paymentId: string, kind: Kind, moment: Moment): Promise<void> {
  await until(async () =>
    moment === 'booked'
      ? bookedOf(paymentId).find((entry) => entry.startsWith(kind))
      : (await history(paymentId)).find(
          ({ type, data }) =>
            type === 'payment.attempt-recorded.v1' && (data as { kind: Kind }).kind === kind,
        ),
  );
  if (moment === 'under way')
    expect(bookedOf(paymentId).filter((entry) => entry.startsWith(kind))).toEqual([]);
  await server.end('SIGKILL');
  kills += 1;
  await server.run();
  client = server.client(`after kill ${kills}`);
}

async function killedDuring(
  send: () => Promise<{ status: number }>,
  paymentId: () => Promise<string>,
  kind: Kind,
  moment: Moment,
): Promise<void> {
  const first = send().catch(() => undefined);
  await kill(await paymentId(), kind, moment);
  await first;
  const again = await send();
  expect([again.status < 300, again]).toEqual([true, again]);
}

async function settled(paymentId: string, status: string): Promise<void> {
  await until(async () =>
    (await get(`/v1/payments/${paymentId}`)).status === status ? true : undefined,
  );
}

describe('kill -9 around calls of the gateway', () => {
  it.each(MOMENTS)(
    'authorise is %s, capture %s, refund %s: each is carried out once, and known',
    async (authorising, capturing, refunding) => {
      const moment = `${authorising} ${capturing} ${refunding}`;
      const body = {
        campaign_id: 'cmp_spring-tv',
        customer: { name: { first: 'Pat', last: 'Miller' }, phone: '+19165550181' },
        ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
        lines: [{ offer_id: 'off_blades-upsell', quantity: 1 }],
        payment: { token: 'pm_sim_approved' },
      };
      const place = sending(`place ${moment}`, '/v1/orders', body);
      let orderId = '';
      const placing = async () => {
        const answer = await place();
        orderId = answer.body.order_id ?? orderId;
        return answer;
      };
      const paymentOf = () =>
        until<string>(async () => {
          if (orderId === '') return undefined;
          return (await get(`/v1/payments?order_id=${orderId}`)).items[0]?.payment_id;
        });
      await killedDuring(placing, paymentOf, 'authorise', authorising);
      const paymentId = await paymentOf();
      await settled(paymentId, 'authorised');

      const shipmentId = await until<string>(
        async () => (await get(`/v1/shipments?order_id=${orderId}`)).items[0]?.shipment_id,
      );
      const request = `/v1/shipment-requests/${shipmentId}`;
      expect((await (await changing(`accept ${moment}`, request, 'acceptance', {}))()).status).toBe(
        200,
      );
      const tracking = { carrier: 'UPS', tracking_number: '1Z999AA10123456784' };
      const ship = await changing(`ship ${moment}`, request, 'packages', tracking);
      await killedDuring(ship, async () => paymentId, 'capture', capturing);
      await settled(paymentId, 'captured');

      const path = `/v1/payments/${paymentId}`;
      const back = { reason: 'damaged' };
      const refund = await changing(`refund ${moment}`, path, 'refunds', back);
      await killedDuring(refund, async () => paymentId, 'refund', refunding);
      await settled(paymentId, 'refunded');
      const [authorised] = bookedOf(paymentId);
      const amount = authorised?.split(' ')[1];
      expect(bookedOf(paymentId)).toEqual([
        `authorise ${amount}`,
        `capture ${amount}`,
        `refund ${amount}`,
      ]);
    },
    8 * MINUTES,
  );
});

it(
  'leaves nothing that verify would name',
  async () => {
    expect(kills).toBe(3 * MOMENTS.length);
    const { checks } = await verify(server.dataDir);
    expect(
      checks.flatMap(({ name, breaches }) => breaches.map((breach) => [name, breach])),
    ).toEqual([]);
  },
  MINUTES,
);
