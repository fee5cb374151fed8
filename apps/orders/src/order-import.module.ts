import { basename, resolve } from 'node:path';
import { CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import { looksLikeCard } from '@continuo/http/card-guard';
import type { Clock } from '@continuo/kernel/clock';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import { csvFiles, readMapping } from './adapters/csv/history-files';
import { NO_PROGRESS, progressBar } from './adapters/csv/progress-bar';
import { RejectsFile } from './adapters/csv/rejects-file';
import type { GroupingLimits } from './application/import-orders/document-groups';
import { ImportError } from './application/import-orders/import-error';
import { importOrders as importFrom } from './application/import-orders/import-orders';
import type { ImportReport } from './application/import-orders/report';

/** What the command line needs beside {@link importOrders}. */
export { ImportError, type ImportReport };

export interface ImportOptions {
  /** CSV or CSV.gz, or the folder that holds what the mapping names. */
  readonly file: string;
  /** `online-retail`, `northwind`, or the path of a mapping of one's own. */
  readonly mapping: string;
  readonly dryRun?: boolean;
  /** Where rejected rows are listed; by default `<file>.rejected.csv` in the current folder. */
  readonly rejectsFile?: string;
  /** A bar on stderr, if that is a terminal. */
  readonly progress?: boolean;
  readonly limits?: GroupingLimits;
}

/** Every document is met once or twice in a reading: folds need not be kept for long. */
const CACHED_STREAMS = 500;

/** Order history from files: no part of the running service, so it has a binding of its own. */
export async function importOrders(
  options: ImportOptions,
  ports: { readonly store: EventStore; readonly personalData: PersonalData; readonly clock: Clock },
): Promise<ImportReport> {
  const mapping = await readMapping(options.mapping);
  const rejects = options.rejectsFile ?? `${basename(resolve(options.file))}.rejected.csv`;
  return importFrom(
    { path: options.file, mapping, dryRun: options.dryRun ?? false, limits: options.limits },
    {
      store: ports.store,
      runner: new CommandRunner(ports.store, { cachedStreams: CACHED_STREAMS }),
      personalData: ports.personalData,
      clock: ports.clock,
      files: csvFiles,
      rejects: new RejectsFile(resolve(rejects)),
      progress: options.progress ? progressBar() : NO_PROGRESS,
      looksLikeCard,
    },
  );
}
