import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Postgres } from '@continuo/postgres/postgres';
import { NOW } from '@continuo/testing/examples';
import { personalDataContract } from '@continuo/testing/personal-data.contract';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { ERASED } from '../personal-data';
import { PostgresPersonalData } from './postgres-personal-data';

const clock = { now: () => NOW };
const keyEncryptionKey = Buffer.alloc(32, 7).toString('base64');
const owner = { customerId: 'cus_1', stream: 'customer-cus_1', field: 'name' };

describeWithPostgres('personal data with keys in PostgreSQL', (server) => {
  personalDataContract('PostgresPersonalData', async () => {
    const postgres = await server.open();
    return {
      open: () => PostgresPersonalData.open({ postgres, clock, keyEncryptionKey }),
      dispose: () => postgres.close(),
    };
  });

  describe('shared by several processes', () => {
    let postgres: Postgres;
    beforeEach(async () => {
      postgres = await server.open();
    });
    afterEach(() => postgres.close());
    const newProcess = () => PostgresPersonalData.open({ postgres, clock, keyEncryptionKey });

    it('has one key for a customer, whichever process seals first', async () => {
      const processes = await Promise.all([newProcess(), newProcess(), newProcess()]);
      const sealed = await Promise.all(processes.map((data) => data.seal('Ann', owner)));
      for (const data of processes)
        expect(await Promise.all(sealed.map((value) => data.open(value, owner)))).toEqual([
          'Ann',
          'Ann',
          'Ann',
        ]);
    });

    it('opens nothing anywhere once an erasure was answered', async () => {
      const [ours, theirs] = [await newProcess(), await newProcess()];
      for (let round = 0; round < 20; round += 1) {
        const person = { ...owner, customerId: `cus_${round}` };
        const sealed = await ours.seal('Ann', person);
        expect(await theirs.open(sealed, person)).toBe('Ann');
        const sealing = ours.seal('Ann again', person).catch(() => undefined);
        expect(await theirs.erase(person.customerId)).toBe(true);
        expect(await ours.open(sealed, person)).toBe(ERASED);
        const late = await sealing;
        if (late) expect(await ours.open(late, person)).toBe(ERASED);
        await expect(ours.seal('Ann', person)).rejects.toMatchObject({ code: 'customer-erased' });
      }
      expect(await postgres.query('SELECT * FROM customer_keys')).toEqual([]);
    });

    it('never has a key that was made while the customer was erased', async () => {
      const [ours, theirs] = [await newProcess(), await newProcess()];
      for (let round = 0; round < 20; round += 1) {
        const person = { ...owner, customerId: `cus_${round}` };
        const first = ours.seal('Ann', person).catch(() => undefined);
        await theirs.erase(person.customerId);
        const sealed = await first;
        if (sealed) expect(await theirs.open(sealed, person)).toBe(ERASED);
      }
      expect(await postgres.query('SELECT * FROM customer_keys')).toEqual([]);
    });

    it('keeps neither the key-encryption key nor an unwrapped key in the database', async () => {
      const data = await newProcess();
      await data.seal('Ann', owner);
      const [kept] = await postgres.query<{ wrapped: Buffer }>('SELECT wrapped FROM customer_keys');
      expect(kept?.wrapped).toHaveLength(12 + 32 + 16);
      expect(kept?.wrapped.includes(Buffer.alloc(32, 7))).toBe(false);
    });

    it('refuses another key-encryption key, one of a wrong length, and none', async () => {
      await newProcess();
      const folder = await mkdtemp(join(tmpdir(), 'continuo-kek-'));
      const file = join(folder, 'kek');
      const openWith = (options: { keyEncryptionKey?: string; keyEncryptionKeyFile?: string }) =>
        PostgresPersonalData.open({ postgres, clock, ...options });
      const another = Buffer.alloc(32, 8).toString('base64');
      await expect(openWith({ keyEncryptionKey: another })).rejects.toThrow('another');
      await expect(openWith({ keyEncryptionKey: 'c2hvcnQ=' })).rejects.toThrow('it holds 5');
      await expect(openWith({})).rejects.toThrow('CONTINUO_KEY_ENCRYPTION_KEY is not set');
      await expect(openWith({ keyEncryptionKeyFile: file })).rejects.toThrow('kek is missing');
      await writeFile(file, `${keyEncryptionKey}\n`);
      await expect(openWith({ keyEncryptionKeyFile: file })).resolves.toBeDefined();
      await rm(folder, { recursive: true });
    });
  });
});
