import type { RecordedEvent } from '@continuo/event-store/event-store';
import { recorded } from '@continuo/testing/examples';
import { project } from '@continuo/testing/projection';
import fc from 'fast-check';
import { coalesce } from './coalesce';
import type { Change, Projection } from './projection';

const shelves: Projection = {
  name: 'shelves',
  version: 1,
  categories: ['shelf'],
  tables: {
    shelves: {
      columns: { room: 'text', shelf: 'integer', label: 'text', books: 'integer', gone: 'integer' },
      key: ['room', 'shelf'],
    },
    rooms: { columns: { room: 'text', books: 'integer' }, key: ['room'] },
  },
  evolve: (event) => (event.data as { changes: readonly Change[] }).changes,
};

/** The rows after these changes, all from one event. */
function rowsAfter(changes: readonly Change[]) {
  const event = { type: 'shelf.rearranged.v1', data: { changes } };
  return project(shelves, recorded('shelf-1', [event]) as readonly RecordedEvent[]);
}

const room = fc.constantFrom('a', 'b');
const shelf = fc.constantFrom(1, 2);
const number = fc.integer({ min: -3, max: 3 });
const label = fc.constantFrom('x', 'y', null);
const key = fc.record({ room, shelf });
const table = fc.constant('shelves' as const);
const change: fc.Arbitrary<Change> = fc.oneof(
  fc.record({
    op: fc.constant('put' as const),
    table,
    row: fc
      .tuple(key, fc.record({ label, books: number }, { requiredKeys: [] }))
      .map(([at, rest]) => ({ ...at, ...rest })),
  }),
  fc.record({
    op: fc.constant('set' as const),
    table,
    key: fc.oneof(key, fc.record({ room })),
    set: fc.oneof(fc.record({ label }), fc.record({ books: number })),
  }),
  fc.record({
    op: fc.constant('add' as const),
    table,
    key,
    add: fc.oneof(fc.record({ books: number }), fc.record({ books: number, gone: number })),
  }),
  fc.record({
    op: fc.constant('remove' as const),
    table,
    key: fc.oneof(key, fc.record({ room })),
  }),
  fc.record({
    op: fc.constant('add' as const),
    table: fc.constant('rooms'),
    key: fc.record({ room }),
    add: fc.record({ books: number }),
  }),
);

describe('changes to one row', () => {
  it('have the same effect in fewer', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 20 }), (changes) => {
        const fewer = coalesce(shelves, changes);
        expect(rowsAfter(fewer)).toEqual(rowsAfter(changes));
        expect(fewer.length).toBeLessThanOrEqual(changes.length);
      }),
      { numRuns: 2_000 },
    );
  });

  it('become one, whatever comes between for other rows', () => {
    const a1 = { room: 'a', shelf: 1 };
    const fewer = coalesce(shelves, [
      { op: 'put', table: 'shelves', row: { ...a1, label: 'x', books: 1 } },
      { op: 'add', table: 'rooms', key: { room: 'a' }, add: { books: 1 } },
      { op: 'set', table: 'shelves', key: a1, set: { label: 'y' } },
      { op: 'add', table: 'shelves', key: a1, add: { books: 2, gone: 1 } },
      { op: 'add', table: 'rooms', key: { room: 'a' }, add: { books: 2 } },
    ]);
    expect(fewer).toEqual([
      { op: 'put', table: 'shelves', row: { ...a1, label: 'y', books: 3, gone: 1 } },
      { op: 'add', table: 'rooms', key: { room: 'a' }, add: { books: 3 } },
    ]);
  });

  it('do not pass one that is for the whole room', () => {
    const a1 = { room: 'a', shelf: 1 };
    const changes: Change[] = [
      { op: 'put', table: 'shelves', row: { ...a1, label: 'x' } },
      { op: 'remove', table: 'shelves', key: { room: 'a' } },
      { op: 'set', table: 'shelves', key: a1, set: { label: 'y' } },
    ];
    expect(coalesce(shelves, changes)).toEqual(changes);
  });
});
