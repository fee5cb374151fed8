import { type BatchHandler, Refusal } from '../batch-handler';
import type { Database } from '../open-database';
import { injectCommitFault } from './commit-fault';

export type NoteOp =
  | { readonly note: string }
  | { readonly refuse: string }
  | { readonly explode: string }
  /** SQLite code with which the COMMIT of the batch fails. */
  | { readonly failCommit: number };

/** Writes notes; also refuses, throws, and lets the COMMIT fail, as told. */
export function createHandler(db: Database): BatchHandler<NoteOp, number> {
  db.exec(
    'CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, batch INTEGER, note TEXT NOT NULL)',
  );
  const insert = db.prepare('INSERT INTO notes (batch, note) VALUES (?, ?)');
  const failNextCommit = injectCommitFault(db);
  let batch = 1;
  return {
    apply(op) {
      if ('refuse' in op) return new Refusal({ because: op.refuse });
      if ('failCommit' in op) {
        failNextCommit(op.failCommit);
        return 0;
      }
      const id = Number(insert.run(batch, 'note' in op ? op.note : op.explode).lastInsertRowid);
      if ('explode' in op) throw new Error(op.explode);
      return id;
    },
    committed: () => void (batch += 1),
  };
}
