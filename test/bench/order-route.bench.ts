import { join } from 'node:path';
import autocannon from 'autocannon';
import { ADMIN_KEY, ServerProcess } from '../e2e/server';
import type { BenchOptions, Figure } from './bench';
import { noopServer, requestsPerSecond } from './noop-client';

const WARM_UP_SECONDS = 2;
/** The sides take turns, so that a busy moment of the machine meets both. */
const TURNS = 2;

const ADDRESS = {
  lines: ['12 Elm Street'],
  city: 'Sacramento',
  region: 'CA',
  postcode: '95814',
  country: 'US',
};

/** A new customer's order of two lines, consent and payment in one request. */
const ORDER = {
  campaign_id: 'cmp_spring-tv',
  call_id: 'call-bench',
  customer: {
    name: { first: 'Pat', last: 'Miller' },
    phone: '+19165550123',
    email: 'pat@example.com',
    address: ADDRESS,
  },
  ship_to: { name: 'Pat Miller', ...ADDRESS },
  lines: [
    { offer_id: 'off_juicer-main', quantity: 1, instalments: 4 },
    { offer_id: 'off_blades-upsell', quantity: 2 },
  ],
  consent: {
    script_version: 'spring-1',
    words: 'You order a juicer and blades. Do you agree?',
    recording_reference: 'rec-bench',
    given_by: 'Pat Miller',
  },
  payment: { token: 'pm_sim_approved' },
};

/**
 * Orders placed over HTTP, each validated, priced, authorised by the gateway and durable before it is
 * answered, against a POST of the same DTO that Nest's stock ValidationPipe validates and that does nothing.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const dto = {
    module: join(__dirname, '../../apps/orders/src/api/orders/order.dto'),
    name: 'OrderBody',
  };
  const server = await ServerProcess.start();
  const noop = await noopServer('stock', dto);
  const totals = { ours: 0, noop: 0 };
  try {
    await ordersPerSecond(server.url, WARM_UP_SECONDS);
    await requestsPerSecond(noop.url, ORDER, WARM_UP_SECONDS);
    for (let turn = 0; turn < TURNS; turn += 1) {
      totals.ours += await ordersPerSecond(server.url, seconds / TURNS);
      totals.noop += await requestsPerSecond(noop.url, ORDER, seconds / TURNS);
    }
  } finally {
    noop.stop();
    await server.remove();
  }
  const [value, bound] = [totals.ours / TURNS, totals.noop / TURNS];
  return {
    name: 'order-route',
    value,
    bound,
    unit: 'orders/s',
    ratio: value / bound,
    aim: '>= 0.3',
  };
}

let sent = 0;

/** Orders that were answered as released, that is authorised, per second; throws when any was not. */
async function ordersPerSecond(url: string, seconds: number): Promise<number> {
  let released = 0;
  const result = await autocannon({
    url: `${url}/v1/orders`,
    connections: 16,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          authorization: `Bearer ${ADMIN_KEY}`,
          'continuo-agent-id': 'agt_nora',
          'continuo-call-centre-id': 'cc_northline',
          prefer: 'wait=5',
        },
        body: JSON.stringify(ORDER),
        setupRequest: (request) => {
          sent += 1;
          return {
            ...request,
            headers: { ...request.headers, 'idempotency-key': `bench-${process.pid}-${sent}` },
          };
        },
        onResponse: (status, body) => {
          if (status === 201 && body.includes('"status":"released"')) released += 1;
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0 || released < result.requests.total) {
    throw new Error(
      `${result.requests.total} orders were sent: ${result.non2xx} refused, ${result.errors} failed, ${released} released`,
    );
  }
  return result.requests.total / result.duration;
}
