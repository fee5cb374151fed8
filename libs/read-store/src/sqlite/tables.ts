import type { Database } from '@continuo/sqlite/open-database';
import type { Projection } from '../projection';
import {
  createTablesSql,
  createViewsSql,
  dropTablesSql,
  dropViewsSql,
  type SqlDialect,
} from '../sql';

export const SQLITE: SqlDialect = {
  types: { text: 'TEXT', integer: 'INTEGER', json: 'TEXT' },
  tableOptions: ' STRICT, WITHOUT ROWID',
  mark: () => '?',
};

export function createTables(db: Database, projection: Projection, generation: number): void {
  for (const sql of createTablesSql(projection, generation, SQLITE)) db.exec(sql);
}

export function dropTables(db: Database, tables: readonly string[], generation: number): void {
  for (const sql of dropTablesSql(tables, generation)) db.exec(sql);
}

export function createViews(db: Database, tables: readonly string[], generation: number): void {
  for (const sql of createViewsSql(tables, generation)) db.exec(sql);
}

export function dropViews(db: Database, tables: readonly string[]): void {
  for (const sql of dropViewsSql(tables)) db.exec(sql);
}
