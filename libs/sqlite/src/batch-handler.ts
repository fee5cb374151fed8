import type { Database } from './open-database';

/** Answer to an operation that fails alone, having written nothing; `reason` must survive cloning. */
export class Refusal {
  constructor(readonly reason: unknown) {}
}

/** What the writer thread does with operations; all operations of a batch share one transaction. */
export interface BatchHandler<Op, Result> {
  /** Carries out one operation inside the open transaction. Throwing undoes it and fails it alone. */
  apply(op: Op): Result | Refusal;
  /** The batch is on the disk. */
  committed?(): void;
  /** The batch was undone: whatever was remembered of it must be forgotten. */
  rolledBack?(): void;
}

/** What a handler module exports as `createHandler`; it creates its tables first. */
export type HandlerFactory<Op, Result, Options = unknown> = (
  db: Database,
  options: Options,
) => BatchHandler<Op, Result>;
