import { createReadStream, type ReadStream, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { type Readable, pipeline } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { CsvError, parse } from 'csv-parse';
import { ImportError } from '../../application/import-orders/import-error';
import type { FileFormat } from '../../application/import-orders/mapping';
import type { HistorySource, SourceRow } from '../../application/import-orders/ports';
import { decoding } from './decoding';

const BATCH_ROWS = 256;
const MAX_RECORD_CHARS = 1 << 20;
const READ_BYTES = 256 * 1024;

/** How every file of history is parsed, also where parsing alone is measured. */
export function parserFor(delimiter = ',') {
  return parse({
    delimiter,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: MAX_RECORD_CHARS,
    skip_empty_lines: false,
  });
}

/** The records of a CSV or CSV.gz file, one after the other. */
export function records(
  path: string,
  format: FileFormat,
  onBytes: (read: ReadStream) => void = () => undefined,
): Readable {
  const file = createReadStream(path, { highWaterMark: READ_BYTES });
  onBytes(file);
  const parser = parserFor(format.delimiter);
  const stages = [
    ...(path.endsWith('.gz') ? [createGunzip({ chunkSize: READ_BYTES })] : []),
    decoding(format.encoding, path),
    parser,
  ];
  // Failures arrive at the reader of the last stage.
  pipeline([file, ...stages], () => undefined);
  return parser;
}

export class CsvSource implements HistorySource {
  private file: ReadStream | undefined;

  private constructor(
    private readonly path: string,
    private readonly format: FileFormat,
    private readonly bytes: number,
    readonly header: readonly string[],
  ) {}

  /** Throws ImportError: no such file, empty, not text. */
  static async open(path: string, format: FileFormat): Promise<CsvSource> {
    const bytes = await readableBytes(path);
    let header: readonly string[] | undefined;
    try {
      for await (const record of records(path, format) as AsyncIterable<string[]>) {
        header = record.map((name) => name.trim());
        break;
      }
    } catch (error) {
      throw asImportError(error, path);
    }
    if (!header || header.every((name) => name === '')) {
      throw new ImportError('csv-empty', `${path} is empty: its first line must name its columns.`);
    }
    return new CsvSource(path, format, bytes, header);
  }

  get fractionRead(): number {
    return this.bytes === 0 ? 1 : (this.file?.bytesRead ?? 0) / this.bytes;
  }

  async *rows(): AsyncIterable<readonly SourceRow[]> {
    let line = 1;
    let isHeader = true;
    let batch: SourceRow[] = [];
    try {
      const stream = records(this.path, this.format, (file) => (this.file = file));
      for await (const cells of stream as AsyncIterable<string[]>) {
        const startsAt = line;
        line += 1 + lineBreaksWithin(cells);
        const isBlank = cells.length === 1 && cells[0] === '';
        if (!isHeader && !isBlank) batch.push({ line: startsAt, cells });
        isHeader = false;
        if (batch.length < BATCH_ROWS) continue;
        yield batch;
        batch = [];
      }
    } catch (error) {
      throw asImportError(error, this.path, line);
    }
    if (batch.length > 0) yield batch;
  }
}

/** Quoted cells may hold line breaks, which move the lines that follow. */
function lineBreaksWithin(cells: readonly string[]): number {
  let count = 0;
  for (const cell of cells) {
    for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) count += 1;
  }
  return count;
}

async function readableBytes(path: string): Promise<number> {
  try {
    await (await open(path)).close();
    const stat = statSync(path);
    if (!stat.isFile()) throw new Error('it is no file');
    return stat.size;
  } catch (error) {
    throw new ImportError(
      'import-file-not-found',
      `${path} cannot be read: ${(error as Error).message}.`,
    );
  }
}

function asImportError(error: unknown, path: string, line?: number): unknown {
  if (error instanceof ImportError) return error;
  const at = line === undefined ? path : `${path}, line ${line}`;
  if (error instanceof CsvError) return new ImportError('csv-malformed', `${at}: ${error.message}`);
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code.startsWith('Z_') || code === 'EIO') {
    return new ImportError(
      'import-file-broken',
      `${at}: ${(error as Error).message}; copy the file again.`,
    );
  }
  return error;
}
