import { FileContent } from './file-content';
import { linesOf } from './file-lines';
import type { FileHeader } from './history-file';
import { CSV_HEAD } from './history-rows';
import { checkOrder, type Finding, type SeenLine } from './line-order';
import { type HistoryFormat, type IntactLine, openLine } from './sealed-lines';

export interface FileReport {
  readonly format: HistoryFormat;
  /** Of whose history, at what position of the record; undefined when the first line is not there. */
  readonly header: FileHeader | undefined;
  /** Lines of the file. */
  readonly lines: number;
  readonly events: number;
  readonly streams: number;
  /** Of the whole file: to be compared with what the export printed. */
  readonly digest: string | null;
  readonly findings: readonly Finding[];
}

/** Checks an exported history by itself, without the record. */
export async function verifyFile(file: string): Promise<FileReport> {
  const findings: Finding[] = [];
  const seen: SeenLine[] = [];
  let checks: { readonly format: HistoryFormat; readonly content: FileContent } | undefined;
  let end: IntactLine | undefined;
  let fileLine = 0;
  const look = (bytes: Buffer) => {
    const { format, content } = checks!;
    const intact = openLine(bytes, format);
    seen.push({ fileLine, intact });
    if (intact) content.add(bytes, intact, fileLine);
    if (intact?.kind === 'end') end = intact;
  };
  for await (const { bytes, ended } of linesOf(file)) {
    fileLine += 1;
    if (!checks) {
      const format = bytes.subarray(0, 2).includes('{') || isJsonEnd(bytes) ? 'jsonl' : 'csv';
      checks = { format, content: new FileContent(format) };
      if (format === 'csv' && !isHead(bytes, findings)) look(bytes);
      else if (format === 'jsonl') look(bytes);
    } else look(bytes);
    if (!ended) {
      const text = 'is not ended by a line feed: its last byte is missing or was changed';
      findings.push({ problem: 'altered', fileLine, text });
    }
  }
  const { format, content } = checks ?? { format: 'jsonl', content: new FileContent('jsonl') };
  findings.push(...checkOrder(seen));
  // What the lines say is looked at where they are all there: what is missing would be named twice.
  if (findings.length === 0) findings.push(...content.findings);
  return {
    format,
    header: content.header,
    lines: fileLine,
    events: content.events,
    streams: content.streams,
    digest: end?.chain ?? null,
    findings,
  };
}

const isJsonEnd = (bytes: Buffer): boolean => bytes.subarray(-2).includes('}');

/** Whether the line is, or was, that of the column names: a row in its place is looked at as a row. */
function isHead(bytes: Buffer, findings: Finding[]): boolean {
  if (bytes.toString('latin1') === CSV_HEAD) return true;
  if (openLine(bytes, 'csv')) {
    findings.push({ problem: 'dropped', text: 'the line of column names is missing' });
    return false;
  }
  findings.push({ problem: 'altered', fileLine: 1, text: 'does not hold the column names' });
  return true;
}
