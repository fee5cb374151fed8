import { FlagField, IntegerField, TextField } from './fields';
import { badRequest } from './problem';
import type { Page } from './reply';

export const DEFAULT_LIMIT = 50;

/** Query of a list; classes of lists with filters extend it. */
export class PageQuery {
  @IntegerField({
    min: 1,
    max: 200,
    optional: true,
    description: `items per page; ${DEFAULT_LIMIT} by default`,
  })
  limit?: number;

  @TextField({
    max: 1_000,
    optional: true,
    description: '`next_cursor` of the page before; opaque',
  })
  cursor?: string;
}

/** What every page of a list says beside its items. */
export class PageView {
  @FlagField()
  has_more!: boolean;

  @TextField({ nullable: true, description: '`?cursor=` of the next page' })
  next_cursor!: string | null;

  @IntegerField({ min: 0, description: 'position of the record that the list reflects' })
  position!: number;
}

/** How many rows to read for a page: one more than is shown tells whether there are more. */
export function rowsToRead(query: PageQuery): number {
  return (query.limit ?? DEFAULT_LIMIT) + 1;
}

/** The sort key of the last row shown, as an opaque string. */
export function encodeCursor(values: readonly (string | number)[]): string {
  return Buffer.from(JSON.stringify(values)).toString('base64url');
}

/** Throws 400 `invalid-request` for anything that {@link encodeCursor} did not make. */
export function decodeCursor(cursor: string): (string | number)[] {
  let values: unknown;
  try {
    values = JSON.parse(Buffer.from(cursor, 'base64url').toString());
  } catch {
    values = undefined;
  }
  if (!isCursor(values)) throw foreignCursor();
  return values;
}

/** The numbers that a list is sorted by; none without a cursor. Throws as {@link decodeCursor}, and for the cursor of another list. */
export function numbersIn(cursor: string | undefined, count = 1): number[] {
  if (cursor === undefined) return [];
  const values = decodeCursor(cursor).map(Number);
  if (values.length !== count || !values.every(Number.isSafeInteger)) throw foreignCursor();
  return values;
}

const foreignCursor = () =>
  badRequest('/cursor', 'Send the next_cursor of the page before, unchanged.');

function isCursor(values: unknown): values is (string | number)[] {
  return (
    Array.isArray(values) &&
    values.length > 0 &&
    values.every((value) => typeof value === 'string' || Number.isFinite(value))
  );
}

/**
 * A page of rows read with {@link rowsToRead}.
 * @param position place of the record that the read model reflects
 */
export function pageOf<Row>(
  rows: readonly Row[],
  limit: number | undefined,
  cursorOf: (row: Row) => readonly (string | number)[],
  position: number,
): Page<Row> {
  const shown = limit ?? DEFAULT_LIMIT;
  const items = rows.slice(0, shown);
  const last = items.at(-1);
  const hasMore = rows.length > shown && last !== undefined;
  return {
    items,
    has_more: hasMore,
    next_cursor: hasMore ? encodeCursor(cursorOf(last)) : null,
    position,
  };
}

/** The same page with its rows as the API shows them. */
export function mapPage<Row, Item>(page: Page<Row>, view: (row: Row) => Item): Page<Item> {
  return { ...page, items: page.items.map(view) };
}
