import { CHAIN_START, eventHash } from '@continuo/event-store/hash-chain';
import {
  digestOfHeads,
  FILE_FORMAT,
  FILE_VERSION,
  type FileEnd,
  type FileHeader,
  type StreamEnd,
} from './history-file';
import { CSV_COLUMNS } from './history-rows';
import type { Finding } from './line-order';
import type { HistoryFormat, IntactLine } from './sealed-lines';

/** What an event's line says of its place in the record; JSON Lines hold the event itself as well. */
interface EventLine {
  readonly stream: string;
  readonly revision: number;
  readonly hash: string;
  readonly whole?: {
    readonly id: string;
    readonly type: string;
    readonly data: object;
    readonly metadata: object;
    readonly previous: string;
  };
}

const column = (name: (typeof CSV_COLUMNS)[number]): number => CSV_COLUMNS.indexOf(name);

/** What the lines say, line after line: the chain of each stream, and the counts of the last line. */
export class FileContent {
  readonly findings: Finding[] = [];
  header: FileHeader | undefined;
  end: FileEnd | undefined;
  events = 0;
  private lines = 0;
  private readonly heads = new Map<string, StreamEnd>();

  constructor(private readonly format: HistoryFormat) {}

  get streams(): number {
    return this.heads.size;
  }

  add(bytes: Buffer, { n, kind }: IntactLine, fileLine: number): void {
    const report = (text: string) => {
      this.findings.push({ problem: 'not-as-recorded', fileLine, n, text });
    };
    try {
      if (kind === 'header') this.begin(this.parsed(bytes) as FileHeader, report);
      else if (kind === 'end') this.finish(this.parsed(bytes) as FileEnd, report);
      else this.follow(this.eventOf(bytes), report);
    } catch (error) {
      report(`cannot be read: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  private begin(header: FileHeader, report: (text: string) => void): void {
    this.header = header;
    if (header.format !== FILE_FORMAT || header.version !== FILE_VERSION)
      report(
        `says that it is ${header.format} ${header.version}, not ${FILE_FORMAT} ${FILE_VERSION}`,
      );
  }

  private follow(line: EventLine, report: (text: string) => void): void {
    const { stream, revision, hash, whole } = line;
    const place = `${stream}@${revision}`;
    const before = this.heads.get(stream);
    this.lines += 1;
    if (!this.isAgain(before, line)) this.events += 1;
    this.heads.set(stream, { revision, hash });
    if (before && revision < before.revision)
      report(`${place} comes after revision ${before.revision}`);
    const next = (before?.revision ?? -1) + 1;
    if (this.header?.whole_streams && revision > next)
      report(`${place}: its stream goes from revision ${next - 1} to ${revision}`);
    if (!whole) return;
    const { id, type, previous } = whole;
    const data = JSON.stringify(whole.data);
    const metadata = JSON.stringify(whole.metadata);
    if (eventHash(previous, { stream, revision, id, type, data, metadata }) !== hash)
      report(`${place} is not what its hash in the record was made of`);
    const known =
      revision === 0 ? CHAIN_START : before?.revision === revision - 1 ? before.hash : previous;
    if (previous !== known) report(`${place} does not follow from revision ${revision - 1}`);
  }

  /** In CSV an event has a row per field that it changed. */
  private isAgain(before: StreamEnd | undefined, { revision, hash }: EventLine): boolean {
    return this.format === 'csv' && before?.revision === revision && before.hash === hash;
  }

  private finish(end: FileEnd, report: (text: string) => void): void {
    this.end = end;
    const found = {
      lines: this.lines,
      events: this.events,
      streams: this.heads.size,
      heads: digestOfHeads(this.heads),
    };
    for (const [what, count] of Object.entries(found)) {
      const said = end[what as keyof FileEnd];
      if (said !== count) report(`says ${what} ${said}; there are ${count}`);
    }
  }

  private parsed(bytes: Buffer): unknown {
    const text = bytes.toString('utf8');
    if (this.format === 'jsonl') return JSON.parse(text);
    return JSON.parse(cellsOf(text)[column('note')] ?? '');
  }

  private eventOf(bytes: Buffer): EventLine {
    if (this.format === 'jsonl') {
      const line = JSON.parse(bytes.toString('utf8'));
      return { stream: line.stream, revision: line.revision, hash: line.hash, whole: line };
    }
    const cells = cellsOf(bytes.toString('utf8'));
    return {
      stream: cells[column('stream')] ?? '',
      revision: Number(cells[column('revision')]),
      hash: cells[column('event_hash')] ?? '',
    };
  }
}

/** The line is one that was written here: a cell with a quotation mark or a comma in it is quoted. */
function cellsOf(line: string): string[] {
  const cells = line.match(/(?<=^|,)(?:"(?:[^"]|"")*"|[^",]*)(?=,|$)/g) ?? [];
  return cells.map((cell) =>
    cell.startsWith('"') ? cell.slice(1, -1).replaceAll('""', '"') : cell,
  );
}
