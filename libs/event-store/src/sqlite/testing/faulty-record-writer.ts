import type { BatchHandler } from '@continuo/sqlite/batch-handler';
import type { Database } from '@continuo/sqlite/open-database';
import { injectCommitFault } from '@continuo/sqlite/testing/commit-fault';
import type { RecordOp, RecordResult } from '../record-op';
import { createHandler as createRecordWriter } from '../record-writer';

const SQLITE_IOERR_FSYNC = 1034;

/** The record's writer on a disk that fails to sync the commit of anything in stream `disk-fails`. */
export function createHandler(db: Database): BatchHandler<RecordOp, RecordResult> {
  const failNextCommit = injectCommitFault(db);
  const writer = createRecordWriter(db);
  return {
    apply(op) {
      if (op.kind === 'append' && op.stream === 'disk-fails') failNextCommit(SQLITE_IOERR_FSYNC);
      return writer.apply(op);
    },
    committed: () => writer.committed?.(),
    rolledBack: () => writer.rolledBack?.(),
  };
}
