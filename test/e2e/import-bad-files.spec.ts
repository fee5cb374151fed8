import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { ImportHarness } from '../support/import-harness';

const HEADER = 'Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country';
const ROW = '489434,85048,GLASS BALL £5 "BIG",12,2009-12-01 07:45:00,6.95,13085,United Kingdom';
const TEXT = `${HEADER}\n${ROW}\n`;

let harness: ImportHarness;
beforeEach(async () => (harness = await ImportHarness.open()));
afterEach(() => harness.remove());

function written(content: string | Buffer, name = 'history.csv'): string {
  const path = join(harness.folder, name);
  writeFileSync(path, content);
  return path;
}

const utf16be = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le').swap16();

describe('a file that is not as usual is read all the same', () => {
  it.each([
    ['with a byte order mark', Buffer.from(`\ufeff${TEXT}`)],
    ['in UTF-16', Buffer.from(`\ufeff${TEXT}`, 'utf16le')],
    ['in UTF-16, big end first', utf16be(TEXT)],
    ['with CRLF', TEXT.replaceAll('\n', '\r\n')],
    ['without a last line break', TEXT.trimEnd()],
    ['with blank lines', TEXT.replace('\n', '\n\n')],
  ])('%s', async (_, content) => {
    const report = await harness.import({ file: written(content), mapping: 'online-retail' });
    expect(report).toMatchObject({ rows: 1, imported: 1, rejected: 0 });
    expect(report.currencies.GBP).toMatchObject({ gross: '83.40', stored: '83.40' });
  });

  it('compressed', async () => {
    const file = written(gzipSync(TEXT), 'history.csv.gz');
    expect(await harness.import({ file, mapping: 'online-retail' })).toMatchObject({ imported: 1 });
  });
});

describe('a file that cannot be read is refused, and changes nothing', () => {
  it.each([
    ['empty', '', 'csv-empty'],
    ['of one blank line', '\n', 'csv-empty'],
    ['without a header', `${ROW}\n`, 'csv-header-missing'],
    ['with a column missing', TEXT.replace('Quantity,', 'Amount,'), 'csv-header-missing'],
    ['with a column twice', TEXT.replace('Quantity,', 'Price,'), 'csv-header-double'],
    ['with semicolons', TEXT.replaceAll(',', ';'), 'csv-wrong-delimiter'],
    ['in Latin-1', Buffer.from(TEXT, 'latin1'), 'csv-wrong-encoding'],
    ['in UTF-16 that does not say so', Buffer.from(TEXT, 'utf16le'), 'csv-wrong-encoding'],
    ['whose quotes do not close', `${HEADER}\n"${ROW.replaceAll('"', '')}\n`, 'csv-malformed'],
  ])('%s', async (_, content, code) => {
    const importing = harness.import({ file: written(content), mapping: 'online-retail' });
    await expect(importing).rejects.toMatchObject({ code });
    expect(await harness.store.head()).toBe(0);
  });

  it.each([
    ['a broken archive', Buffer.from('no gzip at all'), 'import-file-broken'],
    ['half an archive', gzipSync(TEXT.repeat(50)).subarray(0, 60), 'import-file-broken'],
  ])('%s', async (_, content, code) => {
    const file = written(content, 'history.csv.gz');
    await expect(harness.import({ file, mapping: 'online-retail' })).rejects.toMatchObject({
      code,
    });
    expect(await harness.store.head()).toBe(0);
  });

  it('that is not there', async () => {
    const importing = harness.import({
      file: join(harness.folder, 'none.csv'),
      mapping: 'online-retail',
    });
    await expect(importing).rejects.toMatchObject({ code: 'import-file-not-found' });
  });

  it.each(['no-such', '../secret', 'missing.json'])('by the mapping %s', async (mapping) => {
    const importing = harness.import({ file: written(TEXT), mapping });
    await expect(importing).rejects.toMatchObject({ code: 'mapping-not-found' });
  });
});

describe('a bad row is rejected by line, column and reason, and the others are imported', () => {
  const change = (from: string, to: string) => ROW.replace(from, to);

  it.each([
    ['ragged', ROW.replace(',13085', ''), '', 'ragged-row: 7 cells'],
    ['no number', change('489434', ''), 'Invoice', 'blank'],
    ['no stock code', change('85048', ' '), 'StockCode', 'blank'],
    ['half a piece', change(',12,', ',1.5,'), 'Quantity', 'no whole number'],
    ['nothing', change(',12,', ',0,'), 'Quantity', 'zero'],
    ['far too many', change(',12,', ',1000000000,'), 'Quantity', 'beyond a million'],
    ['no price', change('6.95', 'free'), 'Price', 'no decimal number'],
    ['a float', change('6.95', '6.95e0'), 'Price', 'no decimal number'],
    ['no date', change('2009-12-01', '2009-02-30'), 'InvoiceDate', 'no date'],
    ['a card number', change('GLASS BALL', '4242 4242 4242 4242'), 'Description', 'card number'],
    ['NUL', change('GLASS', 'GL\u0001SS'), 'Description', 'no text'],
  ])('%s', async (_, row, column, reason) => {
    const file = written(`${HEADER}\n${ROW}\n${row}\n`);
    const report = await harness.import({ file, mapping: 'online-retail' });
    expect(report).toMatchObject({ rows: 2, imported: 1, rejected: 1 });
    const [header, first] = readFileSync(report.rejected_file ?? '', 'utf8').split('\n');
    expect(header).toBe('line,column,reason');
    expect(first).toMatch(new RegExp(`^3,${column},.*${reason}`));
    expect(first).not.toContain('4242');
  });

  it('counts the lines inside quoted cells', async () => {
    const twoLines = change('GLASS BALL £5 "BIG"', '"GLASS\nBALL"');
    const bad = change(',12,', ',x,').replaceAll('"', '');
    const report = await harness.import({
      file: written(`${HEADER}\n${twoLines}\n${bad}\n`),
      mapping: 'online-retail',
    });
    // The cell with a line break is itself refused: such text was never typed into one line of an order.
    expect(
      readFileSync(report.rejected_file ?? '', 'utf8')
        .split('\n')
        .slice(1, 3),
    ).toEqual(['2,Description,a character that is no text', '4,Quantity,no whole number']);
  });
});
