import { join } from 'node:path';
import type { BenchOptions, Figure } from './bench';
import { type NoopVariant, noopServer, requestsPerSecond } from './noop-client';
import { EXAMPLE } from './noop-order';

const WARM_UP_SECONDS = 1;
/** The sides take turns, so that a busy moment of the machine meets both. */
const TURNS = 4;

/**
 * A POST of an order that is validated and answered, nothing else: Nest with our edge and the
 * validator compiled from the DTO, against bare Fastify with the same shape as a JSON Schema.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const module = join(__dirname, 'noop-order');
  const sides: Record<'ours' | 'bare', string> = { ours: 'NoopOrder', bare: 'ORDER_SCHEMA' };
  const totals = { ours: 0, bare: 0 };
  const start = (variant: NoopVariant & keyof typeof sides) =>
    noopServer(variant, { module, name: sides[variant] });
  const servers = { ours: await start('ours'), bare: await start('bare') };
  try {
    for (const side of ['ours', 'bare'] as const) {
      await requestsPerSecond(servers[side].url, EXAMPLE, WARM_UP_SECONDS);
    }
    for (let turn = 0; turn < TURNS; turn += 1) {
      for (const side of ['ours', 'bare'] as const) {
        totals[side] += await requestsPerSecond(servers[side].url, EXAMPLE, seconds / TURNS);
      }
    }
  } finally {
    servers.ours.stop();
    servers.bare.stop();
  }
  const [value, bound] = [totals.ours / TURNS, totals.bare / TURNS];
  return {
    name: 'validated-noop',
    value,
    bound,
    unit: 'requests/s',
    ratio: value / bound,
    aim: '>= 0.7',
  };
}
