import type { Aggregate, AnyAggregate } from '@continuo/event-store/aggregate';
import type { DomainEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';

/** A library in a village: read models small enough to count by hand. */
type LoanEvent =
  | { type: 'loan.begun.v2'; data: { book: string; reader: string; days: number } }
  | { type: 'loan.ended.v1'; data: { book: string; reader: string } }
  | { type: 'loan.cursed.v1'; data: object };

const loan: Aggregate<object, LoanEvent, null> = {
  category: 'loan',
  decider: { decide: () => [], evolve: () => null, initialState: () => null },
  events: { 'loan.begun.v2': true, 'loan.ended.v1': true, 'loan.cursed.v1': true },
  upcasters: {
    'loan.begun.v1': (data: { book: string; reader: string }) => ({
      type: 'loan.begun.v2',
      data: { ...data, days: 28 },
    }),
  },
};

export interface LoanTables {
  loans: { book: string; reader: string; days: number; returned: number | null };
  loans_per_reader: { reader: string; begun: number; days: number };
}

export const loans: Projection = {
  name: 'loans',
  version: 1,
  categories: ['loan'],
  tables: {
    loans: {
      columns: { book: 'text', reader: 'text', days: 'integer', returned: 'integer' },
      key: ['book', 'reader'],
      indexes: [['reader']],
    },
    loans_per_reader: {
      columns: { reader: 'text', begun: 'integer', days: 'integer' },
      key: ['reader'],
    },
  },
  evolve: (event): readonly Change[] => {
    const loaned = event as DomainEvent as LoanEvent;
    switch (loaned.type) {
      case 'loan.begun.v2': {
        const { book, reader, days } = loaned.data;
        return [
          { op: 'put', table: 'loans', row: { book, reader, days } },
          { op: 'add', table: 'loans_per_reader', key: { reader }, add: { begun: 1, days } },
        ];
      }
      case 'loan.ended.v1':
        return [{ op: 'set', table: 'loans', key: loaned.data, set: { returned: 1 } }];
      case 'loan.cursed.v1':
        return [];
    }
  },
};

export interface ShelfTables {
  shelf: { book: string };
}

/** What is not lent out. Cannot take a curse. */
export const shelf: Projection = {
  name: 'shelf',
  version: 1,
  categories: ['loan'],
  tables: { shelf: { columns: { book: 'text' }, key: ['book'] } },
  evolve: (event): readonly Change[] => {
    const loaned = event as DomainEvent as LoanEvent;
    switch (loaned.type) {
      case 'loan.begun.v2':
        return [{ op: 'remove', table: 'shelf', key: { book: loaned.data.book } }];
      case 'loan.ended.v1':
        return [{ op: 'put', table: 'shelf', row: { book: loaned.data.book } }];
      case 'loan.cursed.v1':
        throw new Error('the shelf is haunted');
    }
  },
};

export const projections: readonly Projection[] = [loans, shelf];
export const aggregates: readonly AnyAggregate[] = [loan];

export const begun = (book: string, reader: string, days = 14): DomainEvent => ({
  type: 'loan.begun.v2',
  data: { book, reader, days },
});
export const ended = (book: string, reader: string): DomainEvent => ({
  type: 'loan.ended.v1',
  data: { book, reader },
});
