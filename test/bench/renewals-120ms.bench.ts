import type { BenchOptions, Figure } from './bench';
import { RenewalRun } from './renewal-run';
import { scratchFolder } from './scratch';

const LATENCY_MS = 120;
const IN_FLIGHT = 64;
const BOUND = IN_FLIGHT / (LATENCY_MS / 1000);
const WARM_UP = 256;

/**
 * Programs renewed per second, each locked, paid and released, all durable, with a neighbour that takes
 * 120 ms to answer and 64 calls at once, against what such a neighbour can answer.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const neighbour = { latencyMs: LATENCY_MS, inFlight: IN_FLIGHT };
  const renewals = await RenewalRun.open(scratchFolder(), neighbour);
  await renewals.renew('warm', WARM_UP);
  const programs = Math.ceil(BOUND * seconds);
  const tookMs = await renewals.renew('due', programs);
  await renewals.close();
  const value = (programs / tookMs) * 1000;
  return {
    name: 'renewals-120ms',
    value,
    bound: BOUND,
    unit: 'programs/s',
    ratio: value / BOUND,
    aim: '>= 0.9',
  };
}
