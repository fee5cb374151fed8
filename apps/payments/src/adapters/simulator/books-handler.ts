import { type BatchHandler, Refusal } from '@continuo/sqlite/batch-handler';
import type { Database } from '@continuo/sqlite/open-database';
import type { LookupAnswer } from '../../domain/payment/answer';
import { type EntryRow, entryOf } from './books';
import {
  type BooksView,
  type Entry,
  KeyReusedError,
  type SimulatorRequest,
  type Verdict,
  judge,
  lookUp,
} from './rules';

export type BooksOp =
  | { readonly op: 'carry-out'; readonly request: SimulatorRequest }
  | { readonly op: 'look-up'; readonly idempotencyKey: string };

export type BooksAnswer = Verdict | LookupAnswer;

const TABLES = `
  CREATE TABLE IF NOT EXISTS entries (
    number INTEGER PRIMARY KEY,
    idempotency_key TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    payment_reference TEXT NOT NULL,
    amount_minor INTEGER NOT NULL,
    currency TEXT NOT NULL,
    token TEXT NOT NULL,
    initiator TEXT,
    on_reference TEXT,
    status TEXT NOT NULL,
    decline TEXT,
    code TEXT,
    sends INTEGER NOT NULL
  );
  CREATE INDEX IF NOT EXISTS entries_on ON entries (on_reference) WHERE on_reference IS NOT NULL;
  CREATE INDEX IF NOT EXISTS entries_declined ON entries (payment_reference) WHERE status = 'declined';
`;

/** Runs in the writer's thread: judges and books in one transaction. */
export function createHandler(db: Database): BatchHandler<BooksOp, BooksAnswer> {
  db.exec(TABLES);
  const find = db.prepare('SELECT * FROM entries WHERE idempotency_key = ?');
  const taken = db.prepare(
    `SELECT coalesce(sum(amount_minor), 0) AS minor FROM entries
      WHERE on_reference = ? AND kind = ? AND status = 'succeeded'`,
  );
  const declined = db.prepare(
    `SELECT count(*) AS count FROM entries
      WHERE payment_reference = ? AND status = 'declined' AND kind = ? AND token = ?`,
  );
  const insert = db.prepare(
    `INSERT INTO entries (idempotency_key, kind, payment_reference, amount_minor, currency, token,
        initiator, on_reference, status, decline, code, sends)
      VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
      ON CONFLICT (idempotency_key) DO UPDATE SET status = excluded.status,
        decline = excluded.decline, code = excluded.code, sends = excluded.sends`,
  );
  const entryFor = (key: string): Entry | undefined => {
    const row = find.get(key) as EntryRow | undefined;
    return row && entryOf(row);
  };
  const view: BooksView = {
    find: entryFor,
    findByReference: (reference) => entryFor(reference.slice('sim_'.length)),
    takenOn: (reference, kind) => (taken.get(reference, kind) as { minor: number }).minor,
    declines: ({ paymentReference, kind, token }) =>
      (declined.get(paymentReference, kind, token) as { count: number }).count,
  };

  function carryOut(request: SimulatorRequest): BooksAnswer | Refusal {
    try {
      const verdict = judge(request, view);
      const { entry } = verdict;
      insert.run(
        entry.idempotencyKey,
        entry.kind,
        entry.paymentReference,
        entry.amountMinor,
        entry.currency,
        entry.token,
        entry.initiator,
        entry.on,
        entry.status,
        entry.decline,
        entry.code,
        entry.sends,
      );
      return verdict;
    } catch (error) {
      if (error instanceof KeyReusedError) return new Refusal(error.message);
      throw error;
    }
  }

  return {
    apply: (op) =>
      op.op === 'look-up' ? lookUp(entryFor(op.idempotencyKey)) : carryOut(op.request),
  };
}
