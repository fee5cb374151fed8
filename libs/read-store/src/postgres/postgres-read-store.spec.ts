import { mkdtemp, rm } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { newEvents } from '@continuo/testing/examples';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { readStoreContract } from '@continuo/testing/read-store.contract';
import { PostgresReadStore, type PostgresReadStoreOptions } from './postgres-read-store';

type Definitions = Pick<PostgresReadStoreOptions, 'projections' | 'aggregates'>;

describeWithPostgres('read models in PostgreSQL', (server) => {
  readStoreContract('PostgresReadStore', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'continuo-read-'));
    const record = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    const postgres = await server.open();
    const revisions = new Map<string, number>();
    const opened: PostgresLeases[] = [];
    return {
      open: async (definitionsModule) => {
        const leases = new PostgresLeases(postgres, { tryEveryMs: 100 });
        opened.push(leases);
        const { projections, aggregates } = createRequire(__filename)(
          definitionsModule,
        ) as Definitions;
        return PostgresReadStore.open({
          postgres,
          source: record,
          projections,
          aggregates,
          leases,
        });
      },
      append: async (stream, events) => {
        const expectedRevision = revisions.get(stream) ?? NO_STREAM;
        const { revision, position } = await record.append({
          stream,
          expectedRevision,
          events: newEvents(`${stream}@${expectedRevision}`, events),
        });
        revisions.set(stream, revision);
        return position;
      },
      dispose: async () => {
        await Promise.all(opened.map((leases) => leases.close()));
        await postgres.close();
        await record.close();
        await rm(folder, { recursive: true });
      },
    };
  });
});
