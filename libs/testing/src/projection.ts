import { type DomainEvent, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection, Row, TableSpec } from '@continuo/read-store/projection';

export type Tables = Readonly<Record<string, readonly Row[]>>;

/**
 * The rows of a read model after these events, by table, in the order of their keys:
 * `expect(project(orderList, recorded('order-1', [placed])).orders).toEqual([{ ... }])`.
 */
export function project(
  projection: Projection,
  events: readonly (RecordedEvent & DomainEvent)[],
): Tables {
  const tables = Object.fromEntries(
    Object.entries(projection.tables).map(([name, spec]) => [name, new MemoryTable(name, spec)]),
  );
  for (const event of events) {
    for (const change of projection.evolve(event)) {
      const table = tables[change.table];
      if (!table) throw new Error(`projection ${projection.name} has no table ${change.table}`);
      table.apply(change);
    }
  }
  return Object.fromEntries(Object.entries(tables).map(([name, table]) => [name, table.sorted()]));
}

class MemoryTable {
  private rows: Row[] = [];
  private readonly empty: Row;

  constructor(
    private readonly name: string,
    private readonly spec: TableSpec,
  ) {
    this.empty = Object.fromEntries(Object.keys(spec.columns).map((column) => [column, null]));
  }

  apply(change: Change): void {
    switch (change.op) {
      case 'put':
        this.remove(this.keyOf(change.row));
        this.rows.push(this.known({ ...this.empty, ...change.row }));
        return;
      case 'set':
        this.leading(change.key);
        this.rows = this.rows.map((row) =>
          matches(row, change.key) ? this.known({ ...row, ...change.set }) : row,
        );
        return;
      case 'add': {
        const before = this.rows.find((row) => matches(row, change.key)) ?? {
          ...this.empty,
          ...change.key,
        };
        const sums = Object.entries(change.add).map(([column, value]) => [
          column,
          Number(before[column]) + value,
        ]);
        this.remove(this.keyOf(change.key));
        this.rows.push(this.known({ ...before, ...Object.fromEntries(sums) }));
        return;
      }
      case 'remove':
        this.leading(change.key);
        this.remove(change.key);
    }
  }

  sorted(): readonly Row[] {
    const text = (row: Row) => this.spec.key.map((column) => row[column]);
    return [...this.rows].sort((a, b) => compare(text(a), text(b)));
  }

  private remove(key: Row): void {
    this.rows = this.rows.filter((row) => !matches(row, key));
  }

  private keyOf(row: Row): Row {
    return Object.fromEntries(
      this.spec.key.map((column) => {
        const value = row[column];
        if (value === undefined || value === null)
          throw new Error(`${this.name}: key ${column} has no value`);
        return [column, value];
      }),
    );
  }

  private leading(key: Row): void {
    const columns = Object.keys(key);
    const leading = this.spec.key.slice(0, columns.length);
    if (columns.length > 0 && leading.every((column) => columns.includes(column))) return;
    throw new Error(`${this.name}: (${columns.join(', ')}) is not a leading part of its key`);
  }

  /** What the real tables would refuse must not pass here. */
  private known(row: Row): Row {
    for (const [column, value] of Object.entries(row)) {
      const type = this.spec.columns[column];
      if (!type) throw new Error(`${this.name} has no column ${column}`);
      const fits =
        value === null ||
        (type === 'integer' ? Number.isSafeInteger(value) : typeof value === 'string');
      if (!fits) throw new Error(`${this.name}.${column} is ${type}, not ${JSON.stringify(value)}`);
    }
    return row;
  }
}

function matches(row: Row, key: Row): boolean {
  return Object.entries(key).every(([column, value]) => row[column] === value);
}

function compare(a: readonly unknown[], b: readonly unknown[]): number {
  for (const [index, x] of a.entries()) {
    const y = b[index];
    if (x === y) continue;
    return (x as string | number) < (y as string | number) ? -1 : 1;
  }
  return 0;
}
