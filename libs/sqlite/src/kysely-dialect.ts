import type { StatementSyncInstance } from '@photostructure/sqlite';
import { SqliteDialect, type SqliteDatabase, type SqliteStatement } from 'kysely';
import { LRUCache } from 'lru-cache';
import type { Database } from './open-database';

const PREPARED_STATEMENTS = 500;

/** Kysely on a connection of ours; `kysely.destroy()` closes it. Statements stay prepared. */
export function kyselyDialect(db: Database): SqliteDialect {
  return new SqliteDialect({ database: new KyselyDatabase(db) });
}

class KyselyDatabase implements SqliteDatabase {
  private readonly statements = new LRUCache<string, SqliteStatement>({ max: PREPARED_STATEMENTS });

  constructor(private readonly db: Database) {}

  prepare(sql: string): SqliteStatement {
    let statement = this.statements.get(sql);
    if (!statement) {
      statement = statementOf(this.db.prepare(sql), () => this.db.prepare(sql));
      this.statements.set(sql, statement);
    }
    return statement;
  }

  close(): void {
    this.statements.clear();
    this.db.close();
  }
}

function statementOf(
  statement: StatementSyncInstance,
  another: () => StatementSyncInstance,
): SqliteStatement {
  return {
    reader: statement.columns().length > 0,
    all: (parameters) => statement.all(...parameters),
    run: (parameters) => statement.run(...parameters),
    // A statement that is being stepped must not be shared.
    iterate: (parameters) => another().iterate(...parameters),
  };
}
