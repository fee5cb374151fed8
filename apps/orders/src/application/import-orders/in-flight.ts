/** Carries many commands out at once, a bounded number of them: the record commits them in groups. */
export class InFlight {
  private running = 0;
  private failure: { readonly error: unknown } | undefined;
  private woken: (() => void) | undefined;

  constructor(private readonly limit: number) {}

  /** Starts a task as soon as there is room. Throws what an earlier one failed with. */
  async start(task: () => Promise<void>): Promise<void> {
    while (this.running >= this.limit) await this.oneDone();
    if (this.failure) throw this.failure.error;
    this.running += 1;
    void task().then(
      () => this.done(),
      (error: unknown) => {
        this.failure ??= { error };
        this.done();
      },
    );
  }

  /** Resolves when nothing runs any more; throws what a task failed with. */
  async idle(): Promise<void> {
    while (this.running > 0) await this.oneDone();
    if (this.failure) throw this.failure.error;
  }

  private oneDone(): Promise<void> {
    return new Promise((resolve) => (this.woken = resolve));
  }

  private done(): void {
    this.running -= 1;
    this.woken?.();
    this.woken = undefined;
  }
}
