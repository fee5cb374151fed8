import type { BenchOptions, Figure } from './bench';
import { ChargeRun } from './charge-run';
import { scratchFolder } from './scratch';

const LATENCY_MS = 120;
/** What the payments service has under way at once. */
const IN_FLIGHT = 256;
const BOUND = IN_FLIGHT / (LATENCY_MS / 1000);
const WARM_UP = 1_024;

/**
 * Orders charged per second, the attempt durable before the gateway is called and the outcome after, with
 * a gateway that takes 120 ms, against what 256 calls at once can be answered.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const charges = await ChargeRun.open(scratchFolder(), LATENCY_MS);
  await charges.charge('warm', WARM_UP);
  const count = Math.ceil(BOUND * seconds);
  const tookMs = await charges.charge('due', count);
  await charges.close();
  const { mostInFlight } = charges.gateway;
  if (mostInFlight > IN_FLIGHT) throw new Error(`${mostInFlight} calls were under way at once`);
  const value = (count / tookMs) * 1000;
  return {
    name: 'charges-120ms',
    value,
    bound: BOUND,
    unit: 'charges/s',
    ratio: value / BOUND,
    aim: '>= 0.9',
  };
}
