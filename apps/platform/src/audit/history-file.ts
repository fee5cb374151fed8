import { hash } from 'node:crypto';
import type { HistoryFilter } from './history-filter';
import {
  type AuditedEvent,
  CSV_COLUMNS,
  CSV_HEAD,
  csvLine,
  csvRows,
  jsonEvent,
} from './history-rows';
import { type HistoryFormat, type LineKind, LineSealer } from './sealed-lines';

export const FILE_FORMAT = 'continuo-history';
export const FILE_VERSION = 1;

/** What the first line says: of what moment of the record, and whose history. */
export interface FileHeader {
  readonly format: typeof FILE_FORMAT;
  readonly version: typeof FILE_VERSION;
  readonly exported_at: string;
  readonly filter: HistoryFilter;
  /** Each stream from its first event to its last at that position. */
  readonly whole_streams: boolean;
  /** Place in the record up to which it was read. */
  readonly position: number;
}

/** What the last line says of all others. */
export interface FileEnd {
  /** The first and the last not counted. */
  readonly lines: number;
  readonly events: number;
  readonly streams: number;
  /** Digest of where the chain of each stream ends in this file. */
  readonly heads: string;
}

/** Where a stream ends in a file. */
export interface StreamEnd {
  readonly revision: number;
  readonly hash: string;
}

/** SHA-256 over `stream revision hash` of all streams, a line each, by the stream's name. */
export function digestOfHeads(heads: ReadonlyMap<string, StreamEnd>): string {
  const lines = [...heads].map(([stream, end]) => `${stream} ${end.revision} ${end.hash}\n`);
  return hash('sha256', lines.sort().join(''), 'hex');
}

/** The lines of a history file, one after the other, each without its line break. */
export class HistoryFile {
  private readonly sealer: LineSealer;
  private readonly heads = new Map<string, StreamEnd>();
  private n = 0;
  private lines = 0;
  private events = 0;

  constructor(private readonly format: HistoryFormat) {
    this.sealer = new LineSealer(format);
  }

  /** Of the whole file, once it has ended: kept elsewhere, it proves the file. */
  get digest(): string {
    return this.sealer.digest;
  }

  begin(header: FileHeader): string[] {
    const first = this.line('header', header);
    return this.format === 'csv' ? [CSV_HEAD, first] : [first];
  }

  add(audited: AuditedEvent): string[] {
    const { stream, revision } = audited.event;
    this.heads.set(stream, { revision, hash: audited.hash });
    this.events += 1;
    const lines =
      this.format === 'jsonl'
        ? [this.line('event', jsonEvent(audited))]
        : csvRows(audited).map((cells) => this.row('event', cells));
    this.lines += lines.length;
    return lines;
  }

  end(): { readonly line: string; readonly said: FileEnd } {
    const { lines, events, heads } = this;
    const said = { lines, events, streams: heads.size, heads: digestOfHeads(heads) };
    return { line: this.line('end', said), said };
  }

  /** In CSV the column `note` holds it. */
  private line(kind: LineKind, content: object): string {
    if (this.format === 'csv') {
      const empty = CSV_COLUMNS.slice(3).map(() => null);
      return this.row(kind, [...empty, JSON.stringify(content)]);
    }
    this.n += 1;
    return this.sealer.seal(
      `{"n":${this.n},"kind":"${kind}",${JSON.stringify(content).slice(1, -1)}`,
    );
  }

  private row(kind: LineKind, cells: Parameters<typeof csvLine>[0]): string {
    this.n += 1;
    return this.sealer.seal(csvLine([this.n, kind, ...cells]));
  }
}
