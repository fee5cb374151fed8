import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { accessKeysContract } from '@continuo/testing/access-keys.contract';
import { SqliteAccessKeys } from './sqlite-access-keys';

accessKeysContract('SqliteAccessKeys', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'continuo-keys-'));
  return {
    open: () => SqliteAccessKeys.open(join(folder, 'access.db')),
    kept: async () => {
      const files = await readdir(folder);
      const texts = await Promise.all(files.map((file) => readFile(join(folder, file), 'latin1')));
      return texts.join();
    },
    dispose: () => rm(folder, { recursive: true }),
  };
});
