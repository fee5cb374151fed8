import type { Timers } from '../timers';

const FIRST_PAUSE_MS = 500;
const LONGEST_PAUSE_MS = 5_000;
/** Without a crash for so long after it has joined, a consumer is well again. */
const PEACE_MS = 60_000;

/** How often a consumer may be started again after a crash, with growing pauses. */
export class RestartBudget {
  private spent = 0;
  private cancelRestart: (() => void) | undefined;
  private cancelPeace: (() => void) | undefined;

  constructor(
    private readonly restarts: number,
    private readonly timers: Timers,
  ) {}

  /** Restarts after a pause; false when the budget is used up. */
  spend(restart: () => void): boolean {
    this.cancel();
    if (this.spent >= this.restarts) return false;
    const pauseMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.spent);
    this.spent += 1;
    this.cancelRestart = this.timers.after(pauseMs, restart);
    return true;
  }

  /** It runs again: the budget is whole when it stays so. */
  calmDown(): void {
    if (this.spent === 0) return;
    this.cancelPeace?.();
    this.cancelPeace = this.timers.after(PEACE_MS, () => {
      this.spent = 0;
    });
  }

  cancel(): void {
    this.cancelRestart?.();
    this.cancelPeace?.();
  }
}
