import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOW } from '@continuo/testing/examples';
import { MemoryRecord } from '@continuo/testing/memory-record';
import { messagingContract } from '@continuo/testing/messaging.contract';
import { InProcessMessaging } from './in-process-messaging';

messagingContract('InProcessMessaging', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'continuo-messaging-'));
  const store = new MemoryRecord();
  return {
    open: async (settings) =>
      new InProcessMessaging({
        ...settings,
        store,
        clock: { now: () => NOW },
        file: join(folder, 'messaging.db'),
      }),
    append: (stream, events) => store.append(stream, events),
    dispose: () => rm(folder, { recursive: true }),
  };
});
