/** Waiting, as an input: tests move it by hand. */
export interface Timers {
  /** Calls back once after a delay; the answer cancels it. */
  after(delayMs: number, callback: () => void): () => void;
}
