import type { Change, Projection, Row, TableSpec, Value } from './projection';

/** Where the databases differ in what they call things. */
export interface SqlDialect {
  readonly types: Readonly<Record<TableSpec['columns'][string], string>>;
  /** What follows the columns of a table. */
  readonly tableOptions: string;
  /** Placeholder of the n-th value, from 1. */
  readonly mark: (index: number) => string;
}

export function quote(identifier: string): string {
  return `"${identifier.replaceAll('"', '""')}"`;
}

/** Rows of one generation of a read model; queries use the view that has the plain name. */
export function physicalName(table: string, generation: number): string {
  return `${table}__g${generation}`;
}

/** Statements that make the empty tables of a generation. */
export function createTablesSql(
  { tables }: Projection,
  generation: number,
  { types, tableOptions }: SqlDialect,
): readonly string[] {
  return Object.entries(tables).flatMap(([table, { columns, key, indexes = [] }]) => {
    const name = physicalName(table, generation);
    const defined = Object.entries(columns).map(
      ([column, type]) => `${quote(column)} ${types[type]}`,
    );
    const all = [...defined, `PRIMARY KEY (${list(key)})`].join(', ');
    return [
      `CREATE TABLE ${quote(name)} (${all})${tableOptions}`,
      ...indexes.map(
        (index, number) =>
          `CREATE INDEX ${quote(`${name}_${number}`)} ON ${quote(name)} (${list(index)})`,
      ),
    ];
  });
}

export function dropTablesSql(tables: readonly string[], generation: number): readonly string[] {
  return tables.map((table) => `DROP TABLE IF EXISTS ${quote(physicalName(table, generation))}`);
}

/** Lets queries see this generation. */
export function createViewsSql(tables: readonly string[], generation: number): readonly string[] {
  return tables.map(
    (table) =>
      `CREATE VIEW ${quote(table)} AS SELECT * FROM ${quote(physicalName(table, generation))}`,
  );
}

export function dropViewsSql(tables: readonly string[]): readonly string[] {
  return tables.map((table) => `DROP VIEW IF EXISTS ${quote(table)}`);
}

/** Changes of one shape have one statement. */
export function shapeOf(change: Change): string {
  let shape = `${change.op} ${change.table}`;
  for (const column in change.op === 'put' ? change.row : change.key) shape += ` ${column}`;
  if (change.op === 'set') for (const column in change.set) shape += ` +${column}`;
  if (change.op === 'add') for (const column in change.add) shape += ` +${column}`;
  return shape;
}

/** The values of a change, in the order of the placeholders of {@link changeSql}. */
export function valuesOf(change: Change): Value[] {
  switch (change.op) {
    case 'put':
      return Object.values(change.row);
    case 'set':
      return [...Object.values(change.set), ...Object.values(change.key)];
    case 'add':
      return [...Object.values(change.key), ...Object.values(change.add)];
    case 'remove':
      return Object.values(change.key);
  }
}

/** The statement of a change to a generation. Throws when the projection has no such table or key. */
export function changeSql(
  projection: Projection,
  generation: number,
  change: Change,
  { mark }: SqlDialect,
): string {
  const spec = projection.tables[change.table];
  if (!spec) throw new Error(`projection ${projection.name} has no table ${change.table}`);
  const table = quote(physicalName(change.table, generation));
  const key = list(spec.key);
  switch (change.op) {
    case 'put': {
      const others = Object.keys(spec.columns).filter((column) => !spec.key.includes(column));
      const replaced = others.map((column) => `${quote(column)} = excluded.${quote(column)}`);
      const otherwise = others.length === 0 ? 'NOTHING' : `UPDATE SET ${replaced.join(', ')}`;
      return `${insert(table, Object.keys(change.row), mark)} ON CONFLICT (${key}) DO ${otherwise}`;
    }
    case 'set': {
      const set = equals(change.set, mark, 0).join(', ');
      const where = matching(spec, change.key, mark, Object.keys(change.set).length);
      return `UPDATE ${table} SET ${set} WHERE ${where}`;
    }
    case 'add': {
      const columns = [...Object.keys(change.key), ...Object.keys(change.add)];
      const sums = Object.keys(change.add)
        .map(quote)
        .map((column) => `${column} = coalesce(kept.${column}, 0) + excluded.${column}`);
      return `${insert(table, columns, mark)} ON CONFLICT (${key}) DO UPDATE SET ${sums.join(', ')}`;
    }
    case 'remove':
      return `DELETE FROM ${table} WHERE ${matching(spec, change.key, mark, 0)}`;
  }
}

type Mark = SqlDialect['mark'];

const list = (columns: readonly string[]) => columns.map(quote).join(', ');

function insert(table: string, columns: readonly string[], mark: Mark): string {
  const marks = columns.map((_, index) => mark(index + 1)).join(', ');
  return `INSERT INTO ${table} AS kept (${list(columns)}) VALUES (${marks})`;
}

/** @param before how many placeholders stand before these */
const equals = (row: Row, mark: Mark, before: number) =>
  Object.keys(row).map((column, index) => `${quote(column)} = ${mark(before + index + 1)}`);

/** Only a key, or a leading part of it, says which rows are meant: anything else would scan the table. */
function matching({ key }: TableSpec, row: Row, mark: Mark, before: number): string {
  const columns = Object.keys(row);
  const leading = key.slice(0, columns.length);
  if (columns.length === 0 || !leading.every((column) => columns.includes(column))) {
    throw new Error(`(${columns.join(', ')}) is not a leading part of the key (${key.join(', ')})`);
  }
  return equals(row, mark, before).join(' AND ');
}
