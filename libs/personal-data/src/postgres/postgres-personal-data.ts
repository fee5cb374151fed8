import type { KeyObject } from 'node:crypto';
import type { Clock } from '@continuo/kernel/clock';
import type { Sealed } from '@continuo/kernel/sealed';
import { type Migrations, migrate } from '@continuo/postgres/migrate';
import type { Postgres, Session } from '@continuo/postgres/postgres';
import { ERASED, type Indexed, type PersonalData, type SealedFor } from '../personal-data';
import { KeyEncryptionKeyError, sharedKeyEncryptionKey } from '../system/key-encryption-key';
import { KeyRing } from '../system/key-ring';
import {
  assertSealed,
  blindIndexWith,
  customerErased,
  openWith,
  sealWith,
} from '../system/sealing';
import { KeyLookUp } from './key-look-up';

export interface PostgresPersonalDataOptions {
  readonly postgres: Postgres;
  readonly clock: Clock;
  /** Value of `CONTINUO_KEY_ENCRYPTION_KEY`, if it is set. */
  readonly keyEncryptionKey?: string;
  /** A file that holds it, in base64; every process has the same. */
  readonly keyEncryptionKeyFile?: string;
}

const TABLES: Migrations = {
  part: 'personal-data',
  steps: [
    `CREATE TABLE customer_keys (customer_id TEXT PRIMARY KEY, wrapped BYTEA NOT NULL);
     CREATE TABLE erased_customers (customer_id TEXT PRIMARY KEY, erased_at TEXT NOT NULL);
     CREATE TABLE key_check (singleton BOOLEAN PRIMARY KEY DEFAULT TRUE CHECK (singleton), value TEXT NOT NULL)`,
  ],
};

/**
 * Customers' keys in a table, each wrapped by the key-encryption key, which the database never sees.
 * No process keeps an unwrapped key for longer than one call: each call asks whether the key is still
 * there, so that what was sealed opens nowhere once `erase` was answered, in whatever process.
 */
export class PostgresPersonalData implements PersonalData {
  private readonly keys: KeyLookUp;

  private constructor(
    private readonly postgres: Postgres,
    private readonly ring: KeyRing,
    private readonly clock: Clock,
  ) {
    this.keys = new KeyLookUp(postgres);
  }

  /** Throws {@link KeyEncryptionKeyError} when there is none, or the keys are wrapped by another one. */
  static async open(options: PostgresPersonalDataOptions): Promise<PostgresPersonalData> {
    const { clock, keyEncryptionKey, keyEncryptionKeyFile } = options;
    const ring = new KeyRing(sharedKeyEncryptionKey(keyEncryptionKey, keyEncryptionKeyFile));
    const postgres = options.postgres.named('personal-data');
    await migrate(postgres, TABLES);
    await postgres.execute('INSERT INTO key_check (value) VALUES ($1) ON CONFLICT DO NOTHING', [
      ring.check,
    ]);
    const [kept] = await postgres.query<{ value: string }>('SELECT value FROM key_check');
    if (kept?.value !== ring.check) {
      throw new KeyEncryptionKeyError(
        `The customers' keys in schema ${postgres.schema} were wrapped by another key-encryption key: ` +
          'start with the one that the other processes use (CONTINUO_KEY_ENCRYPTION_KEY).',
      );
    }
    return new PostgresPersonalData(postgres, ring, clock);
  }

  /** Throws `customer-erased` when the customer's key was destroyed. */
  async seal<T>(value: T, owner: SealedFor): Promise<Sealed<T>> {
    const { customerId } = owner;
    const key = (await this.find(customerId)) ?? (await this.create(customerId));
    return sealWith(key, value, owner);
  }

  async open<T>(sealed: Sealed<T>, owner: SealedFor): Promise<T | typeof ERASED> {
    assertSealed(sealed, owner);
    const key = await this.find(owner.customerId);
    return key ? openWith(key, sealed, owner) : ERASED;
  }

  blindIndex(kind: Indexed, value: string): string {
    return blindIndexWith(this.ring, kind, value);
  }

  async erase(customerId: string): Promise<boolean> {
    return this.alone(customerId, async (session) => {
      await session.execute(
        'INSERT INTO erased_customers VALUES ($1, $2) ON CONFLICT (customer_id) DO NOTHING',
        [customerId, this.clock.now()],
      );
      const removed = await session.execute('DELETE FROM customer_keys WHERE customer_id = $1', [
        customerId,
      ]);
      return removed === 1;
    });
  }

  /** The connections belong to whoever opened them. */
  async close(): Promise<void> {}

  private async find(customerId: string): Promise<KeyObject | undefined> {
    const wrapped = await this.keys.find(customerId);
    return wrapped && this.ring.unwrap(customerId, wrapped);
  }

  /** The key that counts, whichever process was first. */
  private async create(customerId: string): Promise<KeyObject> {
    const wrapped = await this.alone(customerId, async (session) => {
      const [erased] = await session.query(
        'SELECT 1 FROM erased_customers WHERE customer_id = $1',
        [customerId],
      );
      if (erased) throw customerErased(customerId);
      await session.execute('INSERT INTO customer_keys VALUES ($1, $2) ON CONFLICT DO NOTHING', [
        customerId,
        this.ring.newWrappedKey(customerId),
      ]);
      const [kept] = await session.query<{ wrapped: Uint8Array }>(
        'SELECT wrapped FROM customer_keys WHERE customer_id = $1',
        [customerId],
      );
      return kept!.wrapped;
    });
    return this.ring.unwrap(customerId, wrapped);
  }

  /** Making and destroying a customer's key never happen at one time. */
  private alone<Result>(
    customerId: string,
    work: (session: Session) => Promise<Result>,
  ): Promise<Result> {
    return this.postgres.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `customer ${this.postgres.schema} ${customerId}`,
      ]);
      return work(session);
    });
  }
}
