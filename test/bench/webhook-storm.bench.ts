import { spawnSync } from 'node:child_process';
import Stripe from 'stripe';
import { ServerProcess } from '../e2e/server';
import type { BenchOptions, Figure } from './bench';
import { ORDER } from './order-client';

/** 10,000 events unless the run is a short one. */
const EVENTS_PER_SECOND_ASKED = 2_000;
/** One of so many events is sent once more, some time later. */
const DUPLICATE_EVERY = 2;
const CONNECTIONS = 16;
const PAYMENTS = 20;
const SECRET = 'whsec_of-the-storm';
/** What both halves are sent first, so that neither is the one that warms up. */
const WARM_UP = 2_000;

/**
 * A storm of webhooks, a third of them duplicates, each checked, followed and durable before it is
 * answered: the most memory of its second half against the most of its first. Throws when one is not
 * answered with 200, or a duplicate is followed.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const events = Math.round(seconds * EVENTS_PER_SECOND_ASKED);
  const server = await ServerProcess.start({ CONTINUO_SIMULATOR_WEBHOOK_SECRETS: SECRET });
  try {
    const paymentIds = await placePayments(server);
    await storm(server, paymentIds, 'warm', WARM_UP);
    const first = await storm(server, paymentIds, 'first', Math.ceil(events / 2));
    const second = await storm(server, paymentIds, 'second', Math.ceil(events / 2));
    return {
      name: 'webhook-storm',
      value: second,
      bound: first,
      unit: 'MiB',
      ratio: second / first,
      aim: '<= 1.15',
    };
  } finally {
    await server.remove();
  }
}

async function placePayments(server: ServerProcess): Promise<string[]> {
  const api = server.client('webhook-storm');
  const headers = { 'Continuo-Agent-Id': 'agt_nora', 'Continuo-Call-Centre-Id': 'cc_northline' };
  const paymentIds: string[] = [];
  for (let count = 0; count < PAYMENTS; count += 1) {
    const order = await api.send({ method: 'POST', path: '/v1/orders', body: ORDER, headers });
    const path = `/v1/payments?order_id=${order.body.order_id}`;
    let found: { payment_id: string } | undefined;
    while (!found) found = (await api.send({ method: 'GET', path })).body.items[0];
    paymentIds.push(found.payment_id);
  }
  return paymentIds;
}

/** Sends `count` events, a third of them for the second time; answers the most memory seen, in MiB. */
async function storm(
  server: ServerProcess,
  paymentIds: readonly string[],
  name: string,
  count: number,
): Promise<number> {
  const distinct = Math.ceil((count * DUPLICATE_EVERY) / (DUPLICATE_EVERY + 1));
  const waiting = Array.from({ length: distinct }, (_, number) => number);
  for (let number = 0; waiting.length < count; number += DUPLICATE_EVERY) waiting.push(number);
  let duplicates = 0;
  let mostMiB = 0;
  const sendAll = async () => {
    for (let number = waiting.shift(); number !== undefined; number = waiting.shift()) {
      const outcome = await send(server.url, `${name}_${number}`, paymentIds[number % PAYMENTS]);
      if (outcome === 'duplicate') duplicates += 1;
      if (waiting.length % 500 === 0) mostMiB = Math.max(mostMiB, residentMiB(server.pid));
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, sendAll));
  if (duplicates !== count - distinct)
    throw new Error(`${duplicates} of ${count - distinct} duplicates were seen as such`);
  return mostMiB;
}

async function send(url: string, id: string, paymentId: string | undefined): Promise<unknown> {
  const payload = JSON.stringify({
    id: `evt_${id}`,
    object: 'event',
    type: 'payment.authorise.succeeded',
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    data: { object: { id: 'sim_1', amount_minor: 1, currency: 'USD', payment_id: paymentId } },
  });
  const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret: SECRET });
  const answer = await fetch(`${url}/v1/webhooks/simulator/simulator`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'simulator-signature': signature },
    body: payload,
  });
  const body = (await answer.json()) as { outcome?: unknown };
  if (answer.status !== 200) throw new Error(`a webhook was answered: ${JSON.stringify(body)}`);
  return body.outcome;
}

function residentMiB(pid: number): number {
  const { stdout } = spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' });
  return Number(stdout) / 1_024;
}
