import type { RecordFacts } from '../verify/facts';
import { auditedEvents } from './audited-events';
import { FILE_FORMAT, FILE_VERSION, type FileEnd, HistoryFile } from './history-file';
import { type HistoryFilter, wholeStreams } from './history-filter';
import type { HistoryFormat } from './sealed-lines';

export interface ExportRequest {
  readonly format: HistoryFormat;
  readonly filter: HistoryFilter;
  readonly exportedAt: string;
}

export interface ExportSummary extends FileEnd {
  readonly position: number;
  /** Of the whole file: to be kept apart from it. */
  readonly digest: string;
}

/** Writes the history of a customer, a program, an agent, a call, or of all, line by line. */
export async function exportHistory(
  record: Pick<RecordFacts, 'head' | 'kept'>,
  { format, filter, exportedAt }: ExportRequest,
  write: (line: string) => Promise<void>,
): Promise<ExportSummary> {
  const file = new HistoryFile(format);
  const position = await record.head();
  const header = {
    format: FILE_FORMAT,
    version: FILE_VERSION,
    exported_at: exportedAt,
    filter,
    whole_streams: wholeStreams(filter),
    position,
  } as const;
  for (const line of file.begin(header)) await write(line);
  for await (const audited of auditedEvents(record.kept(), filter, position)) {
    for (const line of file.add(audited)) await write(line);
  }
  const { line, said } = file.end();
  await write(line);
  return { ...said, position, digest: file.digest };
}
