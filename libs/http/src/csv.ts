export type CsvCell = string | number | null | undefined;

/** What a spreadsheet would take for a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/**
 * Rows with a header as RFC 4180 has it: CRLF after every record, quotes where they are needed. A text that a spreadsheet would run
 * as a formula is prefixed with an apostrophe; numbers stay numbers, null is an empty cell.
 */
export function csvText<Row extends Readonly<Record<string, CsvCell>>>(
  columns: readonly (keyof Row & string)[],
  rows: readonly Row[],
): string {
  const records = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return records.map((cells) => `${cells.map(csvCell).join()}\r\n`).join('');
}

function csvCell(cell: CsvCell): string {
  if (cell === null || cell === undefined) return '';
  if (typeof cell === 'number') return String(cell);
  const text = FORMULA.test(cell) ? `'${cell}` : cell;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
