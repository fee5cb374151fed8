/**
 * Work that nobody waits for, such as calls to a payment gateway: counted, so that a process can
 * drain before it ends.
 */
export class WorkInFlight {
  private readonly running = new Set<Promise<unknown>>();

  /** Follows work to its end; a failure is the business of whoever started it. */
  track<T>(work: Promise<T>): Promise<T> {
    const ended = work.then(
      () => undefined,
      () => undefined,
    );
    this.running.add(ended);
    void ended.then(() => this.running.delete(ended));
    return work;
  }

  get size(): number {
    return this.running.size;
  }

  /** Resolves once nothing is running. */
  async idle(): Promise<void> {
    while (this.running.size > 0) await Promise.all(this.running);
  }
}
