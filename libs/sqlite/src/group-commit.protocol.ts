import type { MessagePort } from 'node:worker_threads';

/** What the writer thread is started with. */
export interface WriterStart {
  /** Where the requests come in. */
  readonly requests: MessagePort;
  /** Counts the requests, so that the thread can sleep until there is one more. */
  readonly signal: Int32Array;
  readonly file: string;
  readonly handlerModule: string;
  readonly handlerOptions: unknown;
  /** Size limit of the file in pages, if any: the disk counts as full beyond it. */
  readonly maxPageCount?: number;
}

export type WriterRequest =
  | { readonly kind: 'batch'; readonly ops: readonly unknown[] }
  | { readonly kind: 'limit'; readonly maxPageCount: number }
  | { readonly kind: 'close' };

export type WriterAnswer =
  | { readonly kind: 'ready' }
  /** One result per operation since the last answer; `failed` names those that failed alone, by index. */
  | {
      readonly kind: 'done';
      readonly results: readonly unknown[];
      readonly failed?: readonly FailedOp[];
    }
  /** None of so many operations was written. */
  | { readonly kind: 'full'; readonly count: number }
  | { readonly kind: 'stopped'; readonly error: Error }
  | { readonly kind: 'closed' };

/** Why one operation failed alone: refused by the handler, an error it threw, or no space for it. */
export type FailedOp = { readonly index: number } & (
  { readonly refused: unknown } | { readonly error: Error } | { readonly full: true }
);
