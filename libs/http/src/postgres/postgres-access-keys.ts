import { type Migrations, migrate } from '@continuo/postgres/migrate';
import type { Postgres } from '@continuo/postgres/postgres';
import type { AccessKey, AccessKeys, NewAccessKey } from '../access-keys';
import type { Principal } from '../principal';
import {
  accessKeyOf,
  type AccessKeyRow,
  hashOf,
  newSecret,
  principalOf,
  rowValues,
  sameKey,
} from '../system/access-key-rows';

const TABLES: Migrations = {
  part: 'access-keys',
  steps: [
    `CREATE TABLE access_keys (
       key_id TEXT PRIMARY KEY, secret_hash TEXT NOT NULL UNIQUE, role TEXT NOT NULL, name TEXT NOT NULL,
       call_centre_id TEXT, agent_id TEXT, vendor_id TEXT,
       created_at TEXT COLLATE "C" NOT NULL, revoked_at TEXT
     )`,
  ],
};

const LIVE = 'SELECT * FROM access_keys WHERE secret_hash = $1 AND revoked_at IS NULL';

/**
 * Keys that all processes share. Every look-up asks the database, so that a revocation holds in all
 * of them as soon as it was answered; look-ups of one key at one moment ask together.
 */
export class PostgresAccessKeys implements AccessKeys {
  /** Look-ups that have not been sent yet: one that was might have been answered before a revocation. */
  private readonly gathered = new Map<string, Promise<Principal | undefined>>();

  private constructor(private readonly postgres: Postgres) {}

  static async open(postgres: Postgres): Promise<PostgresAccessKeys> {
    await migrate(postgres, TABLES);
    return new PostgresAccessKeys(postgres.named('access-keys'));
  }

  find(secret: string): Promise<Principal | undefined> {
    const hash = hashOf(secret);
    const gathered = this.gathered.get(hash);
    if (gathered) return gathered;
    const asked = new Promise<void>((send) => setImmediate(send)).then(async () => {
      this.gathered.delete(hash);
      const [row] = await this.postgres.query<AccessKeyRow>(LIVE, [hash]);
      return row && principalOf(row);
    });
    this.gathered.set(hash, asked);
    return asked;
  }

  async create(key: NewAccessKey): Promise<{ keyId: string; secret: string }> {
    const { keyId, secret } = newSecret(key);
    const inserted = await this.postgres.execute(
      `INSERT INTO access_keys (key_id, secret_hash, role, name, call_centre_id, agent_id, vendor_id, created_at)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (secret_hash) DO NOTHING`,
      rowValues(keyId, secret, key),
    );
    if (inserted === 1) return { keyId, secret };
    const [existing] = await this.postgres.query<AccessKeyRow>(LIVE, [hashOf(secret)]);
    return sameKey(existing, key, secret);
  }

  async revoke(keyId: string): Promise<boolean> {
    const revoked = await this.postgres.execute(
      'UPDATE access_keys SET revoked_at = $2 WHERE key_id = $1 AND revoked_at IS NULL',
      [keyId, new Date().toISOString()],
    );
    return revoked === 1;
  }

  async list(): Promise<readonly AccessKey[]> {
    const rows = await this.postgres.query<AccessKeyRow>(
      'SELECT * FROM access_keys ORDER BY created_at, key_id',
    );
    return rows.map(accessKeyOf);
  }

  /** The connections belong to whoever opened them. */
  async close(): Promise<void> {}
}
