import type { Database } from '@continuo/sqlite/open-database';
import type { Change, Projection, Row, TableSpec } from '../projection';
import { physicalName, quote } from './tables';

type Statement = ReturnType<Database['prepare']>;

/** Applies changes to the tables of one generation; one prepared statement per kind and set of columns. */
export class ChangeWriter {
  private readonly statements = new Map<string, Statement>();

  constructor(
    private readonly db: Database,
    private readonly projection: Projection,
    private readonly generation: number,
  ) {}

  apply(change: Change): void {
    switch (change.op) {
      case 'put':
        this.prepared(change, change.row).run(...Object.values(change.row));
        return;
      case 'set':
        this.prepared(change, change.key, change.set).run(
          ...Object.values(change.set),
          ...Object.values(change.key),
        );
        return;
      case 'add':
        this.prepared(change, change.key, change.add).run(
          ...Object.values(change.key),
          ...Object.values(change.add),
        );
        return;
      case 'remove':
        this.prepared(change, change.key).run(...Object.values(change.key));
    }
  }

  private prepared(change: Change, first: Row, second?: Row): Statement {
    let shape = `${change.op} ${change.table}`;
    for (const column in first) shape += ` ${column}`;
    if (second) for (const column in second) shape += ` +${column}`;
    let statement = this.statements.get(shape);
    if (!statement) {
      statement = this.db.prepare(this.sqlOf(change));
      this.statements.set(shape, statement);
    }
    return statement;
  }

  private sqlOf(change: Change): string {
    const spec = this.projection.tables[change.table];
    if (!spec) throw new Error(`projection ${this.projection.name} has no table ${change.table}`);
    const table = quote(physicalName(change.table, this.generation));
    switch (change.op) {
      case 'put':
        return `INSERT OR REPLACE INTO ${table} (${list(change.row)}) VALUES (${marks(change.row)})`;
      case 'set':
        return `UPDATE ${table} SET ${equals(change.set).join(', ')} WHERE ${matching(spec, change.key)}`;
      case 'add': {
        const row = { ...change.key, ...change.add };
        const sums = Object.keys(change.add).map(quote);
        const added = sums.map(
          (column) => `${column} = coalesce(${column}, 0) + excluded.${column}`,
        );
        return (
          `INSERT INTO ${table} (${list(row)}) VALUES (${marks(row)}) ` +
          `ON CONFLICT (${spec.key.map(quote).join(', ')}) DO UPDATE SET ${added.join(', ')}`
        );
      }
      case 'remove':
        return `DELETE FROM ${table} WHERE ${matching(spec, change.key)}`;
    }
  }
}

const list = (row: Row) => Object.keys(row).map(quote).join(', ');
const marks = (row: Row) => Object.keys(row).fill('?').join(', ');
const equals = (row: Row) => Object.keys(row).map((column) => `${quote(column)} = ?`);

/** Only a key, or a leading part of it, says which rows are meant: anything else would scan the table. */
function matching({ key }: TableSpec, row: Row): string {
  const columns = Object.keys(row);
  const leading = key.slice(0, columns.length);
  if (columns.length === 0 || !leading.every((column) => columns.includes(column))) {
    throw new Error(`(${columns.join(', ')}) is not a leading part of the key (${key.join(', ')})`);
  }
  return equals(row).join(' AND ');
}
