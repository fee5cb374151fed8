/**
 * Work that only one of several processes may do at a time: relaying the record, waking what is due,
 * writing a read model. When the holder dies, another takes over.
 */
export interface Leases {
  /**
   * Waits for the lease, then calls `work`; waits for it again when it was lost or `work` failed.
   * `lost` aborts when another process may have the lease: `work` has to stop and return.
   */
  hold(name: string, work: (lost: AbortSignal) => Promise<void>): Lease;
}

export interface Lease {
  /** Whether this process has it now. */
  readonly held: boolean;
  /** Ends the work, waits for it, and gives the lease up. */
  release(): Promise<void>;
}

/** Injection token of {@link Leases}. */
export const LEASES = Symbol('Leases');
