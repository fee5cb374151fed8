import type { RecordedEvent } from '@continuo/event-store/event-store';

export type Value = string | number | null;
export type Row = Readonly<Record<string, Value>>;

/** A table of a read model. Column `json` holds JSON text. */
export interface TableSpec {
  readonly columns: Readonly<Record<string, 'text' | 'integer' | 'json'>>;
  readonly key: readonly string[];
  readonly indexes?: readonly (readonly string[])[];
}

/** One change to a row of a read model; applied once per event, in order. */
export type Change =
  /** Inserts the row, or replaces it. Columns not named are null. */
  | { readonly op: 'put'; readonly table: string; readonly row: Row }
  /** Sets columns of the row with this key; nothing when there is none. */
  | { readonly op: 'set'; readonly table: string; readonly key: Row; readonly set: Row }
  /** Adds to integer columns; the row is inserted when there is none. */
  | {
      readonly op: 'add';
      readonly table: string;
      readonly key: Row;
      readonly add: Readonly<Record<string, number>>;
    }
  /** Removes the rows that match (a full key, or a leading part of it). */
  | { readonly op: 'remove'; readonly table: string; readonly key: Row };

/**
 * A read model: its tables and a pure function from events to changes. It uses event data only and
 * never refuses; its checkpoint is saved in the same transaction as its rows.
 */
export interface Projection {
  /** kebab-case; the prefix of its tables is this name with underscores. */
  readonly name: string;
  /** Raised when tables or rules change: the read model is then rebuilt. */
  readonly version: number;
  /** Stream categories it reads. */
  readonly categories: readonly string[];
  /** By full table name. */
  readonly tables: Readonly<Record<string, TableSpec>>;
  /** Events arrive upcast to today's form. */
  readonly evolve: (event: RecordedEvent) => readonly Change[];
}
