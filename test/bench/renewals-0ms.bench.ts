import { join } from 'node:path';
import { bareInserts } from './bare-inserts';
import type { BenchOptions, Figure } from './bench';
import { RenewalRun } from './renewal-run';
import { elapsedMs, scratchFolder } from './scratch';

/** Programs per turn of one side: the sides take turns, so that both see the same machine. */
const TURN = 2_048;

/**
 * Programs renewed per second, each locked, paid and released, all durable, with a neighbour that answers
 * at once, against bare SQLite with inserts of the same rows, 256 per commit, divided by three.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const folder = scratchFolder();
  const renewals = await RenewalRun.open(folder, { latencyMs: 0, inFlight: Infinity });
  await renewals.renew('warm', TURN);
  const bare = bareInserts(join(folder, 'bare.db'), await renewals.eventsOf('warm'));
  bare.insert(TURN);
  let turns = 0;
  let oursMs = 0;
  let bareMs = 0;
  for (; Math.min(oursMs, bareMs) < seconds * 1000; turns += 1) {
    oursMs += await renewals.renew(`${turns}x`, TURN);
    bareMs += await elapsedMs(() => bare.insert(TURN));
  }
  await renewals.close();
  bare.close();
  const value = ((turns * TURN) / oursMs) * 1000;
  const bound = ((turns * TURN) / bareMs) * 1000;
  return {
    name: 'renewals-0ms',
    value,
    bound,
    unit: 'programs/s',
    ratio: value / bound,
    aim: '>= 0.6',
  };
}
