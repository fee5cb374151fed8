import { type BatchHandler, type HandlerFactory, Refusal } from '@continuo/sqlite/batch-handler';

export type KeyOp =
  /** Keeps a wrapped key, unless the customer has one. */
  | { readonly kind: 'create'; readonly customerId: string; readonly wrapped: Uint8Array }
  | { readonly kind: 'erase'; readonly customerId: string; readonly erasedAt: string }
  /** Remembers by which key-encryption key everything here is wrapped. */
  | { readonly kind: 'check'; readonly value: string };

/** create: the key that counts, wrapped; erase: whether there was one. */
export type KeyResult = Uint8Array | boolean;

const SCHEMA = `
  PRAGMA secure_delete = ON;
  CREATE TABLE IF NOT EXISTS customer_keys (customer_id TEXT PRIMARY KEY, wrapped BLOB NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS erased (customer_id TEXT PRIMARY KEY, erased_at TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS key_check (value TEXT NOT NULL);
`;

/** The writer of `keys.db`. */
export const createHandler: HandlerFactory<KeyOp, KeyResult> = (db) => {
  db.exec(SCHEMA);
  const find = db.prepare('SELECT wrapped FROM customer_keys WHERE customer_id = ?');
  const insert = db.prepare('INSERT INTO customer_keys VALUES (?, ?)');
  const remove = db.prepare('DELETE FROM customer_keys WHERE customer_id = ?');
  const isErased = db.prepare('SELECT 1 FROM erased WHERE customer_id = ?');
  const noteErased = db.prepare('INSERT OR IGNORE INTO erased VALUES (?, ?)');
  const saveCheck = db.prepare('INSERT INTO key_check VALUES (?)');
  let erasedInBatch = false;

  const handler: BatchHandler<KeyOp, KeyResult> = {
    apply(op) {
      switch (op.kind) {
        case 'create': {
          if (isErased.get(op.customerId)) return new Refusal('customer-erased');
          const kept = find.get(op.customerId) as { wrapped: Uint8Array } | undefined;
          if (kept) return kept.wrapped;
          insert.run(op.customerId, op.wrapped);
          return op.wrapped;
        }
        case 'erase': {
          const { changes } = remove.run(op.customerId);
          noteErased.run(op.customerId, op.erasedAt);
          erasedInBatch = true;
          return Number(changes) > 0;
        }
        case 'check':
          saveCheck.run(op.value);
          return true;
      }
    },
    // The key would live on in the write-ahead log until its pages are copied and it is cut off.
    committed() {
      if (erasedInBatch) db.exec('PRAGMA wal_checkpoint(TRUNCATE)');
      erasedInBatch = false;
    },
    rolledBack() {
      erasedInBatch = false;
    },
  };
  return handler;
};
