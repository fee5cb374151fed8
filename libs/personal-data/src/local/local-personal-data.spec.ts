import { mkdtemp, readFile, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@continuo/sqlite/open-database';
import { NOW } from '@continuo/testing/examples';
import { personalDataContract } from '@continuo/testing/personal-data.contract';
import { LocalPersonalData } from './local-personal-data';

const clock = { now: () => NOW };
const owner = { customerId: 'cus_1', stream: 'customer-cus_1', field: 'name' };

personalDataContract('LocalPersonalData', async () => {
  const dataDir = await mkdtemp(join(tmpdir(), 'continuo-keys-'));
  return {
    open: () => LocalPersonalData.open({ dataDir, clock }),
    dispose: () => rm(dataDir, { recursive: true }),
  };
});

describe('the files of LocalPersonalData', () => {
  let dataDir: string;
  beforeEach(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'continuo-keys-'));
  });
  afterEach(() => rm(dataDir, { recursive: true }));

  const filesHolding = async (bytes: Uint8Array) => {
    const names = await readdir(dataDir);
    const holding = await Promise.all(
      names.map(async (name) => (await readFile(join(dataDir, name))).includes(Buffer.from(bytes))),
    );
    return names.filter((_, index) => holding[index]);
  };

  it('keep the key-encryption key for their owner alone', async () => {
    await (await LocalPersonalData.open({ dataDir, clock })).close();
    expect((await stat(join(dataDir, 'kek'))).mode & 0o777).toBe(0o600);
  });

  it('hold a key before the first value is given out, and no trace of it after the person was erased', async () => {
    const data = await LocalPersonalData.open({ dataDir, clock });
    for (let other = 0; other < 20; other += 1)
      await data.seal('x', { ...owner, customerId: `cus_other${other}` });
    await data.seal('Ann', owner);
    const reader = openDatabase({ file: join(dataDir, 'keys.db'), readOnly: true });
    const { wrapped } = reader
      .prepare('SELECT wrapped FROM customer_keys WHERE customer_id = ?')
      .get(owner.customerId) as { wrapped: Uint8Array };
    reader.close();
    expect(await filesHolding(wrapped)).not.toEqual([]);
    await data.erase(owner.customerId);
    expect(await filesHolding(wrapped)).toEqual([]);
    await data.close();
  });

  it('refuse another key-encryption key, one of a wrong length, and a missing one', async () => {
    const keyEncryptionKey = Buffer.alloc(32, 7).toString('base64');
    const data = await LocalPersonalData.open({ dataDir, clock, keyEncryptionKey });
    const sealed = await data.seal('Ann', owner);
    await data.close();
    const openWith = (key?: string) =>
      LocalPersonalData.open({ dataDir, clock, keyEncryptionKey: key });
    await expect(openWith(Buffer.alloc(32, 8).toString('base64'))).rejects.toThrow(
      'another key-encryption key',
    );
    await expect(openWith('c2hvcnQ=')).rejects.toThrow('must hold 32 bytes in base64, it holds 5');
    await expect(openWith()).rejects.toThrow('kek is missing');
    const again = await openWith(keyEncryptionKey);
    expect(await again.open(sealed, owner)).toBe('Ann');
    await again.close();
  });
});
