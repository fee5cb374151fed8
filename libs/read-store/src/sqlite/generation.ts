import type { Database } from '@continuo/sqlite/open-database';
import type { GenerationRow } from '../generations';
import type { Change, Projection } from '../projection';
import type { ReadModel } from '../projector';
import { ChangeWriter } from './change-writer';
import type { Checkpoints } from './checkpoints';

/** One generation of one read model, being filled. */
export class Generation implements ReadModel {
  position: number;
  private writer: ChangeWriter;

  constructor(
    private readonly db: Database,
    readonly projection: Projection,
    public row: GenerationRow,
  ) {
    this.position = row.position;
    this.writer = new ChangeWriter(db, projection, row.generation);
  }

  /** Another process has built a newer generation: go on with that one. */
  adopt(row: GenerationRow): void {
    this.row = row;
    this.position = row.position;
    this.writer = new ChangeWriter(this.db, this.projection, row.generation);
  }

  /** Rows and checkpoint, inside the open transaction: both or, when a change fails, neither. */
  write(changes: readonly Change[], upTo: number, checkpoints: Checkpoints): void {
    this.db.exec('SAVEPOINT page');
    try {
      for (const change of changes) this.writer.apply(change);
      checkpoints.savePosition(this.row.name, this.row.generation, upTo);
    } catch (error) {
      this.db.exec('ROLLBACK TO page; RELEASE page');
      throw error;
    }
    this.db.exec('RELEASE page');
  }
}
