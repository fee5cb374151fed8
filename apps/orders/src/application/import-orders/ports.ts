import type { CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import type { Clock } from '@continuo/kernel/clock';
import type { PersonalData } from '@continuo/personal-data/personal-data';
import type { FileFormat } from './mapping';

/** A row of a table in a file: its cells as they stand there. */
export interface SourceRow {
  /** Line of the file on which the row begins; the header's is 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** A table in a file, opened: the header is read, the rows are not. */
export interface HistorySource {
  readonly header: readonly string[];
  /** All rows once, in batches, however large the file. Throws ImportError where it cannot go on. */
  rows(): AsyncIterable<readonly SourceRow[]>;
  /** How much of the file was read, 0 to 1. */
  readonly fractionRead: number;
}

export interface HistoryFiles {
  /** Throws ImportError: no such file, empty, not the declared encoding. */
  open(path: string, format: FileFormat): Promise<HistorySource>;
  /** The file itself, or the one of that name in the folder; its companions lie beside it. */
  locate(path: string, nameInFolder: string | undefined): Promise<string>;
  beside(path: string, name: string): string;
}

/** Takes the rows that were refused; the file comes into being with the first of them. */
export interface Rejects {
  add(rejection: { readonly line: number; readonly column: string; readonly reason: string }): void;
  /** Path of the file, null when nothing was rejected. */
  close(): Promise<string | null>;
}

export interface Progress {
  update(fraction: number, rows: number): void;
  stop(): void;
}

export interface ImportPorts {
  readonly store: EventStore;
  readonly runner: CommandRunner;
  readonly personalData: PersonalData;
  readonly clock: Clock;
  readonly files: HistoryFiles;
  readonly rejects: Rejects;
  readonly progress: Progress;
  /** Card numbers are refused at this edge as at any other. */
  readonly looksLikeCard: (text: string) => boolean;
}
