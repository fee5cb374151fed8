/** At most so many at once; the others wait in order. */
export class Slots {
  private readonly waiting: (() => void)[] = [];
  private taken = 0;

  constructor(private readonly count: number) {}

  /** Undefined when there is a slot right away. */
  take(): Promise<void> | undefined {
    if (this.taken < this.count) {
      this.taken += 1;
      return undefined;
    }
    return new Promise((resolve) => this.waiting.push(resolve));
  }

  free(): void {
    const next = this.waiting.shift();
    if (next) next();
    else this.taken -= 1;
  }
}
