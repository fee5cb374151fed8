import { ImportError } from './import-error';
import type { Column, Mapping } from './mapping';
import type { HistoryFiles } from './ports';

/** Reads one column's cell of a row, without the blanks around it. */
export type Cell = (cells: readonly string[]) => string;

/** A joined file, by the key of its rows. */
interface Joined {
  readonly header: readonly string[];
  readonly rows: ReadonlyMap<string, readonly string[]>;
  readonly keyOf: Cell;
}

/** Joined files are held in memory: the large file is the one with the lines. */
const MAX_JOINED_ROWS = 1_000_000;

/** Where the mapping's columns are, in a file with this header and in the files joined to it. */
export class Columns {
  private readonly joins = new Map<string, Joined>();

  private constructor(
    private readonly header: readonly string[],
    private readonly path: string,
  ) {}

  static async resolve(
    mapping: Mapping,
    header: readonly string[],
    path: string,
    files: HistoryFiles,
  ): Promise<Columns> {
    refuseDoubles(header, path);
    const columns = new Columns(header, path);
    columns.refuseMissing(Object.values(mapping.columns));
    for (const { name, file, key, by, delimiter, encoding } of mapping.joins ?? []) {
      const joinedPath = files.beside(path, file);
      const source = await files.open(joinedPath, { delimiter, encoding });
      refuseDoubles(source.header, joinedPath);
      const keyIndex = source.header.indexOf(key);
      if (keyIndex < 0) throw missing([key], source.header, joinedPath);
      const rows = new Map<string, readonly string[]>();
      for await (const batch of source.rows()) {
        for (const { cells } of batch) rows.set(cells[keyIndex]?.trim() ?? '', cells);
        if (rows.size > MAX_JOINED_ROWS) {
          const detail = `${joinedPath} has more than ${MAX_JOINED_ROWS} rows: too many to join.`;
          throw new ImportError('mapping-invalid', detail);
        }
      }
      columns.joins.set(name, { header: source.header, rows, keyOf: columns.cell(by) });
    }
    return columns;
  }

  /** Answers blanks where a row has no partner in a joined file. */
  cell(column: Column): Cell {
    if (isJoined(column)) {
      const join = this.joins.get(column.join);
      if (!join) throw new ImportError('mapping-invalid', `No file is joined as '${column.join}'.`);
      const index = join.header.indexOf(column.column);
      if (index < 0)
        throw missing([column.column], join.header, `the file joined as ${column.join}`);
      return (cells) => join.rows.get(join.keyOf(cells))?.[index]?.trim() ?? '';
    }
    const index = this.indexOf(column);
    if (index < 0) throw missing(namesOf(column), this.header, this.path);
    return (cells) => cells[index]?.trim() ?? '';
  }

  /** A column that need not be there. */
  optional(column: Column | undefined): Cell | undefined {
    return column === undefined ? undefined : this.cell(column);
  }

  private indexOf(column: string | readonly string[]): number {
    return this.header.findIndex((name) => namesOf(column).includes(name));
  }

  /** All that is missing at once, so that a person mends the file or the mapping once. */
  private refuseMissing(columns: readonly Column[]): void {
    const absent = columns
      .filter((column) => typeof column === 'string' || Array.isArray(column))
      .filter((column) => this.indexOf(column as string | string[]) < 0);
    if (absent.length === 0) return;
    throw missing(
      absent.map((column) => namesOf(column as string | string[]).join(' or ')),
      this.header,
      this.path,
    );
  }
}

function isJoined(column: Column): column is Extract<Column, { join: string; column: string }> {
  return typeof column === 'object' && !Array.isArray(column);
}

function namesOf(column: string | readonly string[]): readonly string[] {
  return typeof column === 'string' ? [column] : column;
}

/** How a column is called in the list of rejected rows. */
export function headerOf(column: Column | undefined): string {
  if (column === undefined) return '';
  if (isJoined(column)) return `${column.join}.${column.column}`;
  return namesOf(column)[0] ?? '';
}

function refuseDoubles(header: readonly string[], path: string): void {
  const double = header.find((name, index) => name !== '' && header.indexOf(name) !== index);
  if (double === undefined) return;
  throw new ImportError(
    'csv-header-double',
    `${path} has the column '${double}' twice: rename one.`,
  );
}

const OTHER_DELIMITERS = [',', ';', '\t', '|'];

function missing(names: readonly string[], header: readonly string[], path: string): ImportError {
  const only = header.length === 1 ? header[0] : undefined;
  const delimiter = OTHER_DELIMITERS.find((each) => only?.includes(each));
  if (delimiter) {
    const shown = delimiter === '\t' ? 'a tab' : `'${delimiter}'`;
    const detail = `The columns of ${path} seem to be separated by ${shown}: set "delimiter" in the mapping.`;
    return new ImportError('csv-wrong-delimiter', detail);
  }
  const detail = `${path} has no column ${names.map((name) => `'${name}'`).join(', ')}; its first line must name its columns.`;
  return new ImportError('csv-header-missing', detail);
}
