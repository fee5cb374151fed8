import { join } from 'node:path';
import autocannon from 'autocannon';
import { ADMIN_KEY, ServerProcess } from '../e2e/server';
import type { BenchOptions, Figure } from './bench';
import { noopServer, requestsPerSecond } from './noop-client';
import { ORDER } from './order-client';

const WARM_UP_SECONDS = 2;
/** The sides take turns, so that a busy moment of the machine meets both. */
const TURNS = 2;
const PROGRAM_TIMEOUT_MS = 30_000;
const AGENT = { 'Continuo-Agent-Id': 'agt_nora', 'Continuo-Call-Centre-Id': 'cc_northline' };

const CHANGES = {
  changes: [
    { kind: 'interval', interval: 'P2M' },
    { kind: 'price', unit_price_minor: 3600, cycles: 3 },
  ],
};

/**
 * Previews of two changes over HTTP, the next six cycles before and after, against a POST of the same DTO
 * that Nest's stock ValidationPipe validates and that does nothing.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const dto = {
    module: join(__dirname, '../../apps/subscriptions/src/api/preview.dto'),
    name: 'PreviewDto',
  };
  const server = await ServerProcess.start();
  const noop = await noopServer('stock', dto);
  const totals = { ours: 0, noop: 0 };
  try {
    const url = `${server.url}/v1/subscriptions/${await soldProgram(server)}/previews`;
    await previewsPerSecond(url, WARM_UP_SECONDS);
    await requestsPerSecond(noop.url, CHANGES, WARM_UP_SECONDS);
    for (let turn = 0; turn < TURNS; turn += 1) {
      totals.ours += await previewsPerSecond(url, seconds / TURNS);
      totals.noop += await requestsPerSecond(noop.url, CHANGES, seconds / TURNS);
    }
  } finally {
    noop.stop();
    await server.remove();
  }
  const [value, bound] = [totals.ours / TURNS, totals.noop / TURNS];
  return {
    name: 'previews',
    value,
    bound,
    unit: 'previews/s',
    ratio: value / bound,
    aim: '>= 0.3',
  };
}

/** Sells a program of the demo catalogue; answers its id. */
async function soldProgram(server: ServerProcess): Promise<string> {
  const api = server.client('previews');
  const lines = [
    { offer_id: 'off_juicer-main', quantity: 1 },
    { offer_id: 'off_greens-club', quantity: 1, interval: 'P1M' },
  ];
  const order = await api.send({
    method: 'POST',
    path: '/v1/orders',
    body: { ...ORDER, lines },
    headers: AGENT,
  });
  const path = `/v1/subscriptions?customer_id=${order.body.customer_id}`;
  const deadline = performance.now() + PROGRAM_TIMEOUT_MS;
  while (performance.now() < deadline) {
    const { body } = await api.send({ method: 'GET', path });
    const id = body.items?.[0]?.subscription_id as string | undefined;
    if (id !== undefined) return id;
  }
  throw new Error(`no program was started: ${JSON.stringify(order.body)}`);
}

/** Previews that were answered with dates per second; throws when any was not. */
async function previewsPerSecond(url: string, seconds: number): Promise<number> {
  let shown = 0;
  const result = await autocannon({
    url,
    connections: 16,
    duration: seconds,
    requests: [
      {
        method: 'POST',
        headers: { 'content-type': 'application/json', authorization: `Bearer ${ADMIN_KEY}` },
        body: JSON.stringify(CHANGES),
        onResponse: (status, body) => {
          if (status === 200 && body.includes('"after":[{')) shown += 1;
        },
      },
    ],
  });
  if (result.non2xx > 0 || result.errors > 0 || shown < result.requests.total) {
    throw new Error(
      `${result.requests.total} previews were asked for: ${result.non2xx} refused, ${result.errors} failed, ${shown} shown`,
    );
  }
  return result.requests.total / result.duration;
}
