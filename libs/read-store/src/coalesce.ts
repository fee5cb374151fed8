import type { Change, Projection, Row, TableSpec } from './projection';

/**
 * Fewer changes of the same effect: what a page of events does to one row is done once. Rows do not
 * depend on each other; only a change that names a part of the key stands for several, and stays
 * where it stands among those to its table.
 */
export function coalesce({ tables }: Projection, changes: readonly Change[]): readonly Change[] {
  const kept: Change[] = [];
  const lastOf = new Map<string, Map<string, number>>();
  for (const change of changes) {
    const { table } = change;
    const key = keyOf(tables[table], change);
    let last = lastOf.get(table);
    if (!last || key === undefined) lastOf.set(table, (last = new Map()));
    const index = key === undefined ? undefined : last.get(key);
    const both = index === undefined ? undefined : merged(kept[index]!, change);
    if (index !== undefined && both) kept[index] = both;
    else {
      if (key !== undefined) last.set(key, kept.length);
      kept.push(change);
    }
  }
  return kept;
}

/** Undefined when the change names less than a whole key, or a table that is none. */
function keyOf(spec: TableSpec | undefined, change: Change): string | undefined {
  const row = change.op === 'put' ? change.row : change.key;
  const values: unknown[] = [];
  for (const column of spec?.key ?? []) {
    const value = row[column];
    if (value === undefined) return undefined;
    values.push(value);
  }
  return values.length === 0 ? undefined : JSON.stringify(values);
}

/** One change that does what these do to a row one after the other; undefined when there is none. */
function merged(first: Change, then: Change): Change | undefined {
  if (then.op === 'put' || then.op === 'remove') return then;
  if (first.op === 'put') {
    const row = then.op === 'set' ? then.set : sums(first.row, then.add);
    return { op: 'put', table: first.table, row: { ...first.row, ...row } };
  }
  if (first.op === 'set' && then.op === 'set') {
    return { op: 'set', table: first.table, key: first.key, set: { ...first.set, ...then.set } };
  }
  if (first.op === 'add' && then.op === 'add') {
    return { ...first, add: { ...first.add, ...sums(first.add, then.add) } };
  }
  return undefined;
}

/** The columns of `add` with what was there before. */
function sums(before: Row, add: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(
    Object.entries(add).map(([column, value]) => [column, Number(before[column] ?? 0) + value]),
  );
}
