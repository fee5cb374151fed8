import { join } from 'node:path';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import type { BenchOptions, Figure } from './bench';
import { ORDER, orderMetadata, orderPlaced } from './order-events';
import { elapsedMs, median, scratchFolder } from './scratch';

const LONG = 10_000;
const SHORT = 10;

/**
 * Median time of a command on a stream of 10,000 events, against one on a stream of 10; with the
 * states in memory, and with none, as after a restart. The worse of the two ratios counts.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const store = await SqliteEventStore.open({ file: join(scratchFolder(), 'record.db') });
  let runner = new CommandRunner(store);
  let commands = 0;
  const ship = async (id: string) => {
    commands += 1;
    const { actor, correlationId, recordedAt } = orderMetadata(commands);
    const context: CommandContext = {
      commandId: deriveUuid('bench', commands),
      actor,
      correlationId,
      now: recordedAt,
    };
    const data = { lineId: '1', quantity: 1, trackingNumber: `1Z${commands}` };
    await runner.execute(ORDER, id, { type: 'order.line-shipped.v1', data }, context);
  };
  const grow = async (id: string, length: number) => {
    const { actor, correlationId, recordedAt } = orderMetadata(0);
    const context = { commandId: deriveUuid('bench', id), actor, correlationId, now: recordedAt };
    await runner.execute(ORDER, id, orderPlaced(0), context);
    await Promise.all(Array.from({ length: length - 1 }, () => ship(id)));
  };

  await grow('long', LONG);
  const warm: Side = { longMs: [], shortMs: [] };
  const cold: Side = { longMs: [], shortMs: [] };
  const end = performance.now() + 2 * seconds * 1000;
  for (let round = 0; performance.now() < end; round += 1) {
    const short = `short-${round}`;
    await grow(short, SHORT);
    for (const side of [warm, cold]) {
      if (side === cold) runner = new CommandRunner(store);
      const long = async () => side.longMs.push(await elapsedMs(() => ship('long')));
      const brief = async () => side.shortMs.push(await elapsedMs(() => ship(short)));
      // Whoever comes first meets the colder machine: they take turns.
      for (const command of round % 2 === 0 ? [long, brief] : [brief, long]) await command();
    }
  }
  await store.close();
  const [value, bound] = [warm, cold]
    .map(({ longMs, shortMs }) => [median(longMs), median(shortMs)] as const)
    .reduce((worse, other) => (other[0] / other[1] > worse[0] / worse[1] ? other : worse));
  return { name: 'long-stream', value, bound, unit: 'ms', ratio: value / bound, aim: '<= 1.2' };
}

interface Side {
  readonly longMs: number[];
  readonly shortMs: number[];
}
