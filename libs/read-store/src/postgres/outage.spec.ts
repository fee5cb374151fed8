import { setTimeout as sleep } from 'node:timers/promises';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import { Postgres } from '@continuo/postgres/postgres';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { CutOff } from '@continuo/testing/cut-off';
import { MemoryRecord } from '@continuo/testing/memory-record';
import { describeWithPostgres } from '@continuo/testing/postgres';
import {
  aggregates,
  begun,
  type LoanTables,
  loans,
} from '@continuo/testing/read-store.definitions';
import { PostgresReadStore } from './postgres-read-store';

const QUICK = { tryEveryMs: 50, heartbeat: { everyMs: 100, answerMs: 200, silenceMs: 1_500 } };

/** A process of a deployment: connections, leases and read models of its own. */
class Process {
  private constructor(
    private readonly postgres: Postgres,
    private readonly leases: PostgresLeases,
    readonly store: PostgresReadStore,
    readonly troubles: string[],
  ) {}

  static async start(url: string, schema: string, source: MemoryRecord): Promise<Process> {
    const postgres = await Postgres.open({ url, schema, statementTimeoutMs: 2_000 });
    const leases = new PostgresLeases(postgres, QUICK);
    const troubles: string[] = [];
    const store = await PostgresReadStore.open({
      postgres,
      source,
      projections: [loans],
      aggregates,
      leases,
      onTrouble: (message) => troubles.push(message),
    });
    return new Process(postgres, leases, store, troubles);
  }

  async count(): Promise<number> {
    const row = await this.store
      .query<LoanTables>()
      .selectFrom('loans_per_reader')
      .select('begun')
      .executeTakeFirst();
    return row?.begun ?? 0;
  }

  async stop(): Promise<void> {
    await this.store.close();
    await this.leases.close();
    await this.postgres.close();
  }
}

describeWithPostgres(
  'read models of several processes',
  (server) => {
    it('are filled by one, seen by all, and filled by another when that one is cut off', async () => {
      const record = new MemoryRecord();
      const schema = server.newSchema();
      const cutOff = await CutOff.before(server.url);
      const first = await Process.start(cutOff.url, schema, record);
      let position = await record.append('loan-1', [begun('a', 'ann')]);
      await first.store.caughtUp('loans', position);
      const second = await Process.start(server.url, schema, record);
      position = await record.append('loan-1', [begun('b', 'ann')]);
      await Promise.all([first, second].map(({ store }) => store.caughtUp('loans', position)));
      expect(await second.count()).toBe(2);

      cutOff.fallSilent();
      position = await record.append('loan-1', [begun('c', 'ann')]);
      await second.store.caughtUp('loans', position);
      expect([await second.count(), await second.store.position('loans')]).toEqual([3, 3]);
      await cutOff.close();
      await Promise.all([first.stop(), second.stop()]);
    });

    it('lose nothing when the server is stopped in the middle, and go on by themselves', async () => {
      const record = new MemoryRecord();
      const process = await Process.start(server.url, server.newSchema(), record);
      let position = 0;
      let appending = true;
      const appended = (async () => {
        for (let book = 0; appending; book += 1) {
          position = await record.append('loan-1', [begun(`book ${book}`, 'ann')]);
          await sleep(5);
        }
      })();
      await process.store.caughtUp('loans', 20);
      server.stop('immediate');
      await expect(process.count()).rejects.toBeInstanceOf(UnavailableError);
      await expect(process.store.position('loans')).rejects.toMatchObject({ what: 'read-store' });
      await sleep(2_000);
      server.start();
      await sleep(500);
      appending = false;
      await appended;
      await process.store.caughtUp('loans', position);
      expect(await process.count()).toBe(position);
      expect(process.troubles.length).toBeGreaterThan(0);
      await process.stop();
    });
  },
  { mustBeOurs: true },
);
