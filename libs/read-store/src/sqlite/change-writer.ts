import type { Database } from '@continuo/sqlite/open-database';
import type { Change, Projection } from '../projection';
import { changeSql, shapeOf, valuesOf } from '../sql';
import { SQLITE } from './tables';

type Statement = ReturnType<Database['prepare']>;

/** Applies changes to the tables of one generation; one prepared statement per shape of change. */
export class ChangeWriter {
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly db: Database,
    private readonly projection: Projection,
    private readonly generation: number,
  ) {}

  apply(change: Change): void {
    const shape = shapeOf(change);
    let statement = this.statements.get(shape);
    if (!statement) {
      statement = this.db.prepare(changeSql(this.projection, this.generation, change, SQLITE));
      this.statements.set(shape, statement);
    }
    statement.run(...valuesOf(change));
  }
}
