import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parkingContract } from '@continuo/testing/parking.contract';
import { MessagingDatabase } from './messaging-database';

parkingContract('MessagingDatabase', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'continuo-parking-'));
  let database: MessagingDatabase | undefined;
  return {
    open: async () => {
      database?.close();
      return (database = new MessagingDatabase(join(folder, 'messaging.db')));
    },
    dispose: async () => {
      database?.close();
      await rm(folder, { recursive: true });
    },
  };
});
