import type { Database } from '@continuo/sqlite/open-database';
import type { Projection, TableSpec } from '../projection';

const TYPES = { text: 'TEXT', integer: 'INTEGER', json: 'TEXT' } as const;

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Rows of one generation of a read model; queries use the view that has the plain name. */
export function physicalName(table: string, generation: number): string {
  return `${table}__g${generation}`;
}

export function createTables(db: Database, { tables }: Projection, generation: number): void {
  for (const [table, spec] of Object.entries(tables)) {
    const name = physicalName(table, generation);
    db.exec(`CREATE TABLE ${quote(name)} (${columnsOf(spec)}) STRICT, WITHOUT ROWID`);
    for (const [index, columns] of (spec.indexes ?? []).entries()) {
      db.exec(
        `CREATE INDEX ${quote(`${name}_${index}`)} ON ${quote(name)} (${columns.map(quote).join(', ')})`,
      );
    }
  }
}

function columnsOf({ columns, key }: TableSpec): string {
  const defined = Object.entries(columns).map(([name, type]) => `${quote(name)} ${TYPES[type]}`);
  return [...defined, `PRIMARY KEY (${key.map(quote).join(', ')})`].join(', ');
}

export function dropTables(db: Database, tables: readonly string[], generation: number): void {
  for (const table of tables)
    db.exec(`DROP TABLE IF EXISTS ${quote(physicalName(table, generation))}`);
}

/** Lets queries see this generation. */
export function createViews(db: Database, tables: readonly string[], generation: number): void {
  for (const table of tables) {
    db.exec(
      `CREATE VIEW ${quote(table)} AS SELECT * FROM ${quote(physicalName(table, generation))}`,
    );
  }
}

export function dropViews(db: Database, tables: readonly string[]): void {
  for (const table of tables) db.exec(`DROP VIEW IF EXISTS ${quote(table)}`);
}
