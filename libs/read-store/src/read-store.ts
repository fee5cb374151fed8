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

/** What can be asked of read models. Tables are read by the names their projections gave them. */
export interface ReadModels {
  /** For queries only; typed by the caller: `models.query<OrderTables>().selectFrom('orders')`. */
  query<Tables>(): Kysely<Tables>;
  /** Position of the record that a projection reflects: lists say it. Asked before a query, its answer reflects at least that. */
  position(projection: string): Promise<number>;
}

/** The read models of a process. */
export interface ReadStore extends ReadModels {
  /**
   * Several questions of which the answers belong together: nothing that is written between them is in
   * any of them, and the position is theirs exactly.
   */
  snapshot<Answer>(ask: (models: ReadModels) => Promise<Answer>): Promise<Answer>;
  /** Resolves once a projection reflects at least this position. */
  caughtUp(projection: string, position: number): Promise<void>;
  statuses(): Promise<readonly ProjectionStatus[]>;
  close(): Promise<void>;
}

/** Injection token of the {@link ReadStore}. */
export const READ_STORE = Symbol('ReadStore');
