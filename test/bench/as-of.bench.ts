import { join } from 'node:path';
import type { CommandContext } from '@continuo/kernel/command-context';
import { addMs } from '@continuo/kernel/instant';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandRunner } from '@continuo/event-store/command-runner';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import type { BenchOptions, Figure } from './bench';
import { ORDER, orderMetadata, orderPlaced } from './order-events';
import { elapsedMs, median, scratchFolder } from './scratch';

const LONG = 10_000;
const SHORT = 10;
const DAY_MS = 86_400_000;

/**
 * Median time of the state as of an instant somewhere in a stream of 10,000 events, against one of
 * 10. The first question about a stream folds it; the states are kept for those that follow.
 */
export async function run({ seconds }: BenchOptions): Promise<Figure> {
  const store = await SqliteEventStore.open({ file: join(scratchFolder(), 'record.db') });
  const runner = new CommandRunner(store);
  const { actor, correlationId, recordedAt: begun } = orderMetadata(0);
  const dayOf = (day: number) => addMs(begun, day * DAY_MS);
  const grow = async (id: string, length: number) => {
    for (let day = 0; day < length; day += 1) {
      const commandId = deriveUuid('bench', id, day);
      const context: CommandContext = { commandId, actor, correlationId, now: dayOf(day) };
      const data = { lineId: '1', quantity: 1, trackingNumber: `1Z${day}` };
      const shipped = { type: 'order.line-shipped.v1', data } as const;
      await runner.execute(ORDER, id, day === 0 ? orderPlaced(0) : shipped, context);
    }
  };
  await grow('long', LONG);
  await grow('short', SHORT);

  const timesMs: Record<'long' | 'short', number[]> = { long: [], short: [] };
  const end = performance.now() + seconds * 1000;
  for (let asked = 0; performance.now() < end; asked += 1) {
    for (const [id, length] of [
      ['long', LONG],
      ['short', SHORT],
    ] as const) {
      const instant = dayOf((asked * 7_919) % length);
      timesMs[id].push(await elapsedMs(() => runner.load(ORDER, id, { instant })));
    }
  }
  await store.close();
  const [value, bound] = [median(timesMs.long), median(timesMs.short)];
  return { name: 'as-of', value, bound, unit: 'ms', ratio: value / bound, aim: '<= 1.2' };
}
