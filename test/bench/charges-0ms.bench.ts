import { join } from 'node:path';
import { bareInserts } from './bare-inserts';
import type { BenchOptions, Figure } from './bench';
import { ChargeRun } from './charge-run';
import { elapsedMs, scratchFolder } from './scratch';

/** Charges per turn of one side: the sides take turns, so that both see the same machine. */
const TURN = 2_048;

/**
 * Orders charged per second, the attempt durable before the gateway is called and the outcome after, with
 * a gateway that answers at once, against bare SQLite with inserts of the same rows, 256 per commit.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const folder = scratchFolder();
  const charges = await ChargeRun.open(folder, 0);
  await charges.charge('warm', TURN);
  const bare = bareInserts(join(folder, 'bare.db'), await charges.eventsOf('warm'));
  bare.insert(TURN);
  let turns = 0;
  let oursMs = 0;
  let bareMs = 0;
  for (; Math.min(oursMs, bareMs) < seconds * 1000; turns += 1) {
    oursMs += await charges.charge(`${turns}x`, TURN);
    bareMs += await elapsedMs(() => bare.insert(TURN));
  }
  await charges.close();
  bare.close();
  const value = ((turns * TURN) / oursMs) * 1000;
  const bound = ((turns * TURN) / bareMs) * 1000;
  return {
    name: 'charges-0ms',
    value,
    bound,
    unit: 'charges/s',
    ratio: value / bound,
    aim: '>= 0.6',
  };
}
