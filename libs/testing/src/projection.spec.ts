import { recorded } from './examples';
import { project } from './projection';
import { begun, ended, loans } from './read-store.definitions';

describe('project', () => {
  const events = [begun('b', 'ann'), begun('a', 'ann', 7), ended('b', 'ann')];

  it('shows the rows by table, in the order of their keys', () => {
    expect(project(loans, recorded('loan-1', events))).toEqual({
      loans: [
        { book: 'a', reader: 'ann', days: 7, returned: null },
        { book: 'b', reader: 'ann', days: 14, returned: 1 },
      ],
      loans_per_reader: [{ reader: 'ann', begun: 2, days: 21 }],
    });
  });

  it('refuses what the tables would refuse', () => {
    const row = (changed: object) => ({
      ...loans,
      evolve: () => [
        { op: 'put' as const, table: 'loans', row: { book: 'a', reader: 'b', ...changed } },
      ],
    });
    expect(() => project(row({ days: 0.5 }), recorded('loan-1', events))).toThrow(
      'loans.days is integer',
    );
    expect(() => project(row({ colour: 'red' }), recorded('loan-1', events))).toThrow(
      'no column colour',
    );
    expect(() => project(row({ reader: null }), recorded('loan-1', events))).toThrow(
      'key reader has no value',
    );
  });
});
