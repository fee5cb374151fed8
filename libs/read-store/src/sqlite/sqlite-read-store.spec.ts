import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { newEvents } from '@continuo/testing/examples';
import { readStoreContract } from '@continuo/testing/read-store.contract';
import { SqliteReadStore } from './sqlite-read-store';

readStoreContract('SqliteReadStore', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'continuo-read-'));
  const recordFile = join(folder, 'record.db');
  const record = await SqliteEventStore.open({ file: recordFile });
  const revisions = new Map<string, number>();
  return {
    open: (definitionsModule) => {
      const readFile = join(folder, 'read.db');
      return SqliteReadStore.open({ recordFile, readFile, definitionsModule });
    },
    append: async (stream, events) => {
      const expectedRevision = revisions.get(stream) ?? NO_STREAM;
      const appended = newEvents(`${stream}@${expectedRevision}`, events);
      const { revision, position } = await record.append({
        stream,
        expectedRevision,
        events: appended,
      });
      revisions.set(stream, revision);
      return position;
    },
    dispose: async () => {
      await record.close();
      await rm(folder, { recursive: true });
    },
  };
});
