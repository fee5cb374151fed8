import * as fc from 'fast-check';
import { decodeCursor, encodeCursor, numbersIn, pageOf, rowsToRead } from './paging';

describe('paging', () => {
  it('reads its own cursors', () => {
    const values = fc.array(fc.oneof(fc.string(), fc.integer()), { minLength: 1, maxLength: 4 });
    fc.assert(fc.property(values, (key) => expect(decodeCursor(encodeCursor(key))).toEqual(key)));
  });

  it.each(['', 'x', 'bnVsbA', 'W10', 'W3t9XQ', 'W251bGxd'])('refuses %j', (cursor) => {
    expect(() => decodeCursor(cursor)).toThrow(expect.objectContaining({ status: 400 }) as Error);
  });

  it('reads the numbers of a list that is sorted by them', () => {
    expect(numbersIn(undefined)).toEqual([]);
    expect(numbersIn(encodeCursor([17]))).toEqual([17]);
    expect(numbersIn(encodeCursor([17, 2]), 2)).toEqual([17, 2]);
  });

  it.each([['ord_1'], [1, 2], [1.5], ['NaN']])(
    'refuses the cursor of another list: %j',
    (...key) => {
      expect(() => numbersIn(encodeCursor(key))).toThrow(
        expect.objectContaining({ status: 400 }) as Error,
      );
    },
  );

  it('says whether there is more', () => {
    const rows = Array.from({ length: rowsToRead({ limit: 2 }) }, (_, id) => ({ id }));
    const page = pageOf(rows, 2, ({ id }) => [id], 17);
    expect(page).toMatchObject({ items: [{ id: 0 }, { id: 1 }], has_more: true, position: 17 });
    expect(decodeCursor(page.next_cursor ?? '')).toEqual([1]);
    expect(pageOf(rows.slice(0, 2), 2, ({ id }) => [id], 17)).toMatchObject({
      has_more: false,
      next_cursor: null,
    });
  });
});
