import { type BatchHandler, Refusal } from './batch-handler';
import type { FailedOp, WriterAnswer } from './group-commit.protocol';
import type { Database } from './open-database';
import { isIoError, isStorageFull } from './sqlite-error';

const nothingMore = () => [];

/** The transaction around a batch, and what follows when it fails. */
export class BatchWriter {
  /** True once it is unknown what is on the disk: nothing is written any more. */
  stopped = false;
  private readonly beginStatement;
  private readonly commitStatement;

  constructor(
    private readonly db: Database,
    private readonly handler: BatchHandler<unknown, unknown>,
  ) {
    this.beginStatement = db.prepare('BEGIN IMMEDIATE');
    this.commitStatement = db.prepare('COMMIT');
  }

  /**
   * One transaction for these operations and for those that `more` has by the time that they are carried
   * out (an empty list: none); when one of them throws, each gets a transaction of its own.
   */
  write(first: readonly unknown[], more: () => readonly unknown[] = nothingMore): WriterAnswer {
    if (this.stopped) return this.stop(new Error('an earlier commit failed'));
    const ops: unknown[] = [];
    const results: unknown[] = [];
    const failed: FailedOp[] = [];
    try {
      this.beginStatement.run();
      for (let next = first; next.length > 0; next = more()) {
        ops.push(...next);
        for (const op of next) {
          const result = this.handler.apply(op);
          if (result instanceof Refusal)
            failed.push({ index: results.length, refused: result.reason });
          results.push(result instanceof Refusal ? undefined : result);
        }
      }
    } catch (error) {
      const ended = this.undo(error, ops.length);
      if (ended) return ended;
      return ops.length === 1
        ? { kind: 'done', results: [undefined], failed: [{ index: 0, error: asError(error) }] }
        : this.writeOneByOne(ops);
    }
    const ended = this.commit(ops.length);
    if (ended) return ended;
    return failed.length === 0 ? { kind: 'done', results } : { kind: 'done', results, failed };
  }

  /** Copies the WAL into the database as far as no reader needs it. */
  checkpoint(): WriterAnswer | undefined {
    if (this.stopped) return undefined;
    try {
      this.db.exec('PRAGMA wal_checkpoint(PASSIVE)');
      return undefined;
    } catch (error) {
      // Without space or behind a lock the WAL stays as it is, and stays valid.
      return isIoError(error) ? this.stop(error) : undefined;
    }
  }

  /** The batch is committed, or undone for want of space. Any other outcome is unknown: stop. */
  private commit(count: number): WriterAnswer | undefined {
    try {
      this.commitStatement.run();
    } catch (error) {
      return isStorageFull(error) ? this.undo(error, count) : this.stop(error);
    }
    this.handler.committed?.();
    return undefined;
  }

  /** Rolls back; answers for the whole batch when the error is not one operation's own. */
  private undo(error: unknown, count: number): WriterAnswer | undefined {
    if (isIoError(error)) return this.stop(error);
    try {
      // SQLite has already rolled back by itself after some errors.
      if (this.db.isTransaction) this.db.exec('ROLLBACK');
    } catch (rollbackError) {
      return this.stop(rollbackError);
    }
    this.handler.rolledBack?.();
    return isStorageFull(error) ? { kind: 'full', count } : undefined;
  }

  private writeOneByOne(ops: readonly unknown[]): WriterAnswer {
    const results: unknown[] = [];
    const failed: FailedOp[] = [];
    for (const [index, op] of ops.entries()) {
      const answer = this.write([op]);
      if (answer.kind === 'done') {
        results.push(answer.results[0]);
        for (const failure of answer.failed ?? []) failed.push({ ...failure, index });
      } else if (answer.kind === 'full') {
        results.push(undefined);
        failed.push({ index, full: true });
      } else return answer;
    }
    return { kind: 'done', results, failed };
  }

  private stop(error: unknown): WriterAnswer {
    this.stopped = true;
    return { kind: 'stopped', error: asError(error) };
  }
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
