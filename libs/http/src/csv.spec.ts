import { parse } from 'csv-parse/sync';
import { csvText } from './csv';

describe('CSV', () => {
  it('is a header and a record per row, each ended by CRLF', () => {
    expect(csvText(['sku', 'units'], [{ sku: 'GREENS-30', units: 2 }])).toBe(
      'sku,units\r\nGREENS-30,2\r\n',
    );
  });

  it('of no rows is its header', () => expect(csvText(['sku'], [])).toBe('sku\r\n'));

  it('leaves empty what is not there', () => {
    expect(csvText(['a', 'b', 'c'], [{ a: null, b: undefined, c: 0 }])).toBe('a,b,c\r\n,,0\r\n');
  });

  it.each(['plain', 'a,b', 'say "yes"', 'two\nlines', 'two\r\nlines', '"', ',', ' blank '])(
    'is read back as it was: %j',
    (text) => {
      const [row] = parse(csvText(['text', 'n'], [{ text, n: 1 }]), { columns: true });
      expect(row).toEqual({ text, n: '1' });
    },
  );

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("x")'])(
    'never starts a text with a formula: %j',
    (text) => {
      const [row] = parse(csvText(['text'], [{ text }]), { columns: true, skip_empty_lines: true });
      expect(row).toEqual({ text: `'${text}` });
    },
  );

  it('keeps a negative number a number', () => {
    expect(csvText(['difference_minor'], [{ difference_minor: -250 }])).toBe(
      'difference_minor\r\n-250\r\n',
    );
  });
});
