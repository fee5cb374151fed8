import {
  DatabaseSync,
  type DatabaseSyncInstance,
  type StatementSyncInstance,
} from '@photostructure/sqlite';
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

const SCHEMA = `
  CREATE TABLE IF NOT EXISTS access_keys (
    key_id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    call_centre_id TEXT,
    agent_id TEXT,
    vendor_id TEXT,
    created_at TEXT NOT NULL,
    revoked_at TEXT
  ) STRICT`;
const BUSY_TIMEOUT_MS = 5_000;
const MAX_CACHED_KEYS = 10_000;

/**
 * Keys in a file of their own, shared by processes. Each look-up asks SQLite whether another
 * connection has written since (`data_version`), which costs microseconds and makes a revocation
 * hold at once; only if so are the remembered keys forgotten.
 */
export class SqliteAccessKeys implements AccessKeys {
  private readonly known = new Map<string, Principal>();
  private readonly dataVersion: StatementSyncInstance;
  private readonly bySecret: StatementSyncInstance;
  private seenVersion = -1;

  private constructor(private readonly db: DatabaseSyncInstance) {
    this.dataVersion = db.prepare('PRAGMA data_version');
    this.bySecret = db.prepare(
      'SELECT * FROM access_keys WHERE secret_hash = ? AND revoked_at IS NULL',
    );
  }

  static open(path: string): SqliteAccessKeys {
    const db = new DatabaseSync(path);
    db.exec(`PRAGMA busy_timeout = ${BUSY_TIMEOUT_MS}`);
    db.exec('PRAGMA journal_mode = WAL');
    db.exec('PRAGMA synchronous = FULL');
    db.exec(SCHEMA);
    return new SqliteAccessKeys(db);
  }

  find(secret: string): Principal | undefined {
    const { data_version: version } = this.dataVersion.get() as { data_version: number };
    if (version !== this.seenVersion) {
      this.known.clear();
      this.seenVersion = version;
    }
    const known = this.known.get(secret);
    if (known) return known;
    const row = this.bySecret.get(hashOf(secret)) as AccessKeyRow | undefined;
    if (!row) return undefined;
    const principal = principalOf(row);
    if (this.known.size >= MAX_CACHED_KEYS) this.known.clear();
    this.known.set(secret, principal);
    return principal;
  }

  create(key: NewAccessKey): { keyId: string; secret: string } {
    const { keyId, secret } = newSecret(key);
    const inserted = this.db
      .prepare(
        `INSERT INTO access_keys (key_id, secret_hash, role, name, call_centre_id, agent_id, vendor_id, created_at)
         VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (secret_hash) DO NOTHING`,
      )
      .run(...rowValues(keyId, secret, key));
    if (inserted.changes === 1) return { keyId, secret };
    return sameKey(this.bySecret.get(hashOf(secret)) as AccessKeyRow | undefined, key, secret);
  }

  revoke(keyId: string): boolean {
    const { changes } = this.db
      .prepare('UPDATE access_keys SET revoked_at = ? WHERE key_id = ? AND revoked_at IS NULL')
      .run(new Date().toISOString(), keyId);
    // data_version tells of other connections' writes only.
    this.known.clear();
    return changes === 1;
  }

  list(): readonly AccessKey[] {
    const rows = this.db
      .prepare('SELECT * FROM access_keys ORDER BY created_at, key_id')
      .all() as unknown as AccessKeyRow[];
    return rows.map(accessKeyOf);
  }

  close(): void {
    this.known.clear();
    this.db.close();
  }
}
