import { join } from 'node:path';
import { ServerProcess } from '../e2e/server';
import type { BenchOptions, Figure } from './bench';
import { noopServer, requestsPerSecond } from './noop-client';
import { ORDER, ordersPerSecond } from './order-client';

const WARM_UP_SECONDS = 2;
/** The sides take turns, so that a busy moment of the machine meets both. */
const TURNS = 2;

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
