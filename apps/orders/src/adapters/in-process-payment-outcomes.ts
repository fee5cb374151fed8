import { Injectable } from '@nestjs/common';
import type { PaymentOutcomes } from '../application/ports';

/** Wakes the requests of this process; one that waits elsewhere gets its answer when its time is up. */
@Injectable()
export class InProcessPaymentOutcomes implements PaymentOutcomes {
  private readonly waiting = new Map<string, Set<() => void>>();

  next(id: string, waitMs: number): { done: Promise<void>; cancel(): void } {
    let cancel = () => {};
    const done = new Promise<void>((resolve) => {
      const wakers = this.waiting.get(id) ?? new Set();
      const finish = () => {
        clearTimeout(timer);
        wakers.delete(finish);
        if (wakers.size === 0) this.waiting.delete(id);
        resolve();
      };
      const timer = setTimeout(finish, waitMs);
      timer.unref();
      wakers.add(finish);
      this.waiting.set(id, wakers);
      cancel = finish;
    });
    return { done, cancel };
  }

  settled(id: string): void {
    for (const finish of this.waiting.get(id) ?? []) finish();
  }
}
