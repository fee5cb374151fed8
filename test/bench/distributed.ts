import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { ORDER_PLACED } from '@continuo/contracts/orders';
import { SHIPMENT_REQUESTED } from '@continuo/contracts/fulfilment';
import { Deployment } from '@continuo/testing/deployment';
import { ApiClient } from '../../apps/platform/src/api-client';
import { ADMIN_KEY, ServerProcess } from '../e2e/server';
import { ordersPerSecond } from './order-client';

const WARM_UP_SECONDS = 3;
const PAGE = 1_000;

interface CloudEvent {
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly data: { readonly order_id?: string };
}

interface Measured {
  readonly deployment: string;
  /** Placed, authorised and answered, 16 connections. */
  readonly orders_per_second: number;
  /** From an order placed to its shipment requested, by the instants of their events; in ms. */
  readonly to_shipment_p50_ms: number;
  readonly to_shipment_p99_ms: number;
  readonly orders: number;
}

/** One process on its files against five on EventStoreDB (or its stand-in), Kafka and PostgreSQL. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { seconds: { type: 'string', default: '10' }, json: { type: 'boolean' } },
  });
  const seconds = Number(values.seconds);
  if (!(seconds > 0)) throw new Error('--seconds is a number above 0');
  const server = await ServerProcess.start();
  const embedded = await measure('embedded', server.url, seconds).finally(() => server.remove());
  const deployment = await Deployment.start({
    dir: mkdtempSync(join(tmpdir(), 'continuo-bench-')),
    eventStoreUrl: process.env['EVENTSTORE_URL'],
    env: { CONTINUO_ADMIN_KEY: ADMIN_KEY, CONTINUO_LOG_LEVEL: 'error' },
  });
  const distributed = await measure('distributed', deployment.url, seconds).finally(() =>
    deployment.remove(),
  );
  const results = [embedded, distributed];
  if (values.json) process.stdout.write(`${JSON.stringify({ results })}\n`);
  else console.table(results);
}

async function measure(name: string, url: string, seconds: number): Promise<Measured> {
  await ordersPerSecond(url, WARM_UP_SECONDS);
  const client = new ApiClient(url, ADMIN_KEY, `bench-${name}`);
  const from = await feed(client, '');
  const perSecond = await ordersPerSecond(url, seconds);
  const placed = new Map<string, number>();
  const waits: number[] = [];
  // What was asked for last is still on its way to its vendor.
  for (let cursor = from.cursor, quiet = 0; quiet < 20;) {
    const page = await feed(client, cursor);
    for (const { type, subject, time, data } of page.events) {
      if (type === ORDER_PLACED.type) placed.set(subject, Date.parse(time));
      const since = type === SHIPMENT_REQUESTED.type && placed.get(data.order_id ?? '');
      if (since) waits.push(Date.parse(time) - since);
    }
    quiet = page.events.length === 0 ? quiet + 1 : 0;
    cursor = page.cursor;
    if (quiet > 0) await new Promise((resolve) => setTimeout(resolve, 250));
  }
  waits.sort((a, b) => a - b);
  const percentile = (share: number) => waits[Math.floor(share * (waits.length - 1))] ?? NaN;
  return {
    deployment: name,
    orders_per_second: Math.round(perSecond * 10) / 10,
    to_shipment_p50_ms: percentile(0.5),
    to_shipment_p99_ms: percentile(0.99),
    orders: placed.size,
  };
}

/** All that was published after a cursor, and where that ends. */
async function feed(
  client: ApiClient,
  after: string,
): Promise<{ events: readonly CloudEvent[]; cursor: string }> {
  const events: CloudEvent[] = [];
  for (let cursor = after; ;) {
    const query = new URLSearchParams({
      limit: String(PAGE),
      types: `${ORDER_PLACED.type},${SHIPMENT_REQUESTED.type}`,
      ...(cursor === '' ? {} : { cursor }),
    });
    const { status, body } = await client.send({ method: 'GET', path: `/v1/events?${query}` });
    if (status !== 200) throw new Error(`the feed answered ${status}`);
    events.push(...(body.items as CloudEvent[]));
    cursor = body.next_cursor as string;
    if (!body.has_more) return { events, cursor };
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    process.stderr.write(`${(error as Error).stack}\n`);
    process.exit(1);
  },
);
