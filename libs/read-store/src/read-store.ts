import type { Kysely } from 'kysely';

/** Progress of one projection. */
export interface ProjectionStatus {
  readonly name: string;
  readonly version: number;
  /** Position of the record that the live read model reflects. */
  readonly position: number;
  /** `stopped`: it met an event that it cannot take and waits for another version of itself. */
  readonly state: 'live' | 'rebuilding' | 'stopped';
  /** Why it stopped. */
  readonly failure?: string;
}

/** The read models of a process. Tables are read by the names their projections gave them. */
export interface ReadStore {
  /** For queries only; typed by the caller: `readStore.query<OrderTables>().selectFrom('orders')`. */
  query<Tables>(): Kysely<Tables>;
  /** Position of the record that a projection reflects: lists say it. */
  position(projection: string): Promise<number>;
  /** Resolves once a projection reflects at least this position. */
  caughtUp(projection: string, position: number): Promise<void>;
  statuses(): Promise<readonly ProjectionStatus[]>;
  close(): Promise<void>;
}

/** Injection token of the {@link ReadStore}. */
export const READ_STORE = Symbol('ReadStore');
