import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { NO_STREAM, type RecordedEvent } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { addMs } from '@continuo/kernel/instant';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { newEvents } from '@continuo/testing/examples';
import * as fc from 'fast-check';
import { NOW } from '../../testing/examples';
import { aBusyStep, anyOrder, play } from '../../testing/random-history.fixture';
import { ledgerProjection } from './projection';

const HOUR = 3_600_000;
const CURRENCIES = ['USD', 'JPY', 'KWD', 'CLF'];

/** A record of random payments of several customers, currencies and weeks, and its read model. */
export class Books {
  private constructor(
    private readonly folder: string,
    readonly record: SqliteEventStore,
    readonly readStore: SqliteReadStore,
    readonly events: readonly RecordedEvent[],
  ) {}

  static async open(payments: number, seed: number): Promise<Books> {
    const folder = await mkdtemp(join(tmpdir(), 'continuo-ledger-'));
    const recordFile = join(folder, 'record.db');
    const record = await SqliteEventStore.open({ file: recordFile });
    for (const append of randomAppends(payments, seed)) await record.append(append);
    const readStore = await SqliteReadStore.open({
      recordFile,
      readFile: join(folder, 'read.db'),
      definitionsModule: resolve(__dirname, '../../definitions'),
    });
    await readStore.caughtUp(ledgerProjection.name, await record.head());
    const { events } = await record.readAll({ after: 0, maxCount: 100_000 });
    return new Books(folder, record, readStore, events);
  }

  async close(): Promise<void> {
    await this.readStore.close();
    await this.record.close();
    await rm(this.folder, { recursive: true });
  }
}

/** One event at a time, each some hours after the one before it; now and then one is back-dated. */
function randomAppends(payments: number, seed: number) {
  const histories = fc.sample(
    fc.tuple(anyOrder, fc.array(aBusyStep, { minLength: 10, maxLength: 30 })),
    { numRuns: payments, seed },
  );
  return histories.flatMap(([order, steps], n) => {
    const appends: Parameters<SqliteEventStore['append']>[0][] = [];
    const currency = CURRENCIES[n % CURRENCIES.length]!;
    const customerId = `cus_${n % 3}`;
    play({ ...order, orderId: `ord_${n}`, customerId, currency }, steps, (event) => {
      const data = JSON.parse(JSON.stringify(event.data).replaceAll('"pay_1"', `"pay_${n}"`));
      const hours = n * 20 + appends.length * 7 - (appends.length % 5 === 4 ? 50 : 0);
      const stream = `payment-pay_${n}`;
      const metadata = { effectiveAt: addMs(NOW, hours * HOUR) };
      appends.push({
        stream,
        expectedRevision: NO_STREAM + appends.length,
        events: newEvents(`${stream}@${appends.length}`, [{ type: event.type, data }], metadata),
      });
    });
    return appends;
  });
}
