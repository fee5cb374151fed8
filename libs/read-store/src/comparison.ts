import type { Projection, Row, TableSpec } from './projection';

/** A row that the live read model and the replay do not agree on; undefined where there is none. */
export interface RowDifference {
  readonly table: string;
  readonly live?: Row;
  readonly replayed?: Row;
}

export interface Comparison {
  readonly projection: string;
  /** Position of the record at which both were looked at. */
  readonly position: number;
  readonly rowsCompared: number;
  readonly differenceCount: number;
  /** The first of them, at most 20. */
  readonly differences: readonly RowDifference[];
}

/** A read model beside its replay, or why they could not be compared. */
export type Compared =
  | { readonly name: string; readonly comparison: Comparison }
  | { readonly name: string; readonly failure: Error };

/** The rows of a table in the order of its key, text by its UTF-8 bytes. */
export type SortedRows = (table: string, spec: TableSpec) => Iterator<Row> | AsyncIterator<Row>;

const MAX_SHOWN = 20;

/** Compares all tables of a read model row by row. */
export async function compareRows(
  projection: Projection,
  position: number,
  live: SortedRows,
  replayed: SortedRows,
): Promise<Comparison> {
  const differences: RowDifference[] = [];
  let rowsCompared = 0;
  let differenceCount = 0;
  for (const [table, spec] of Object.entries(projection.tables)) {
    for await (const pair of pairs(live(table, spec), replayed(table, spec), spec)) {
      rowsCompared += 1;
      if (pair.live && pair.replayed && sameCells(pair.live, pair.replayed)) continue;
      differenceCount += 1;
      if (differences.length < MAX_SHOWN) differences.push({ table, ...pair });
    }
  }
  return { projection: projection.name, position, rowsCompared, differenceCount, differences };
}

/** What is compared must be of the version that replays. */
export function assertComparable<Live extends { readonly version: number }>(
  { name, version }: Projection,
  live: Live | undefined,
): asserts live is Live {
  if (!live) throw new Error(`the read model ${name} was never built`);
  if (live.version !== version) {
    throw new Error(
      `the read model ${name} is of version ${live.version}, not ${version}: rebuild it first`,
    );
  }
}

/** Walks two sorted sets of rows side by side. */
async function* pairs(
  live: Iterator<Row> | AsyncIterator<Row>,
  replayed: Iterator<Row> | AsyncIterator<Row>,
  { key }: TableSpec,
): AsyncGenerator<{ live?: Row; replayed?: Row }> {
  let [a, b] = [await live.next(), await replayed.next()];
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareKeys(a.value, b.value, key);
    const pair = {
      live: order <= 0 && !a.done ? a.value : undefined,
      replayed: order >= 0 && !b.done ? b.value : undefined,
    };
    if (order <= 0) a = await live.next();
    if (order >= 0) b = await replayed.next();
    yield pair;
  }
}

function compareKeys(a: Row, b: Row, key: readonly string[]): number {
  for (const column of key) {
    const [x, y] = [a[column] ?? null, b[column] ?? null];
    if (x === y) continue;
    if (typeof x === 'number' && typeof y === 'number') return x - y;
    return Buffer.compare(Buffer.from(String(x)), Buffer.from(String(y)));
  }
  return 0;
}

function sameCells(a: Row, b: Row): boolean {
  const columns = Object.keys(a);
  return (
    columns.length === Object.keys(b).length && columns.every((column) => a[column] === b[column])
  );
}
