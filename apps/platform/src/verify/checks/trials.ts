import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { type Check, dataOf } from '../check';

/** A trial that counts from receipt begins with the first package of its order. */
export class TrialsBeginOnReceipt implements Check {
  readonly name = 'trials-begin-on-receipt';
  readonly rule = 'a trial that waits for its goods begins when a package of its order has arrived';
  private readonly soldBy = new Map<string, string>();
  private readonly waiting = new Set<string>();
  private readonly delivered = new Set<string>();
  private facts = 0;

  /** What arrived, and what was sold, after `handledUpTo` is still on its way to the program. */
  constructor(private readonly handledUpTo: number) {}

  see(event: RecordedEvent): void {
    const id = idOf(event.stream);
    switch (event.type) {
      case 'subscription.started.v1':
        this.soldBy.set(id, dataOf<{ orderId: string }>(event).orderId);
        break;
      case 'subscription.terms-agreed.v1':
        if (!dataOf<{ awaitingReceipt: boolean }>(event).awaitingReceipt) break;
        this.facts += 1;
        this.waiting.add(id);
        break;
      case 'subscription.receipt-withdrawn.v1':
        this.waiting.add(id);
        break;
      case 'subscription.trial-started.v1':
      case 'subscription.trial-converted.v1':
      case 'subscription.trial-declined.v1':
      case 'subscription.cancelled.v1':
        this.waiting.delete(id);
        break;
      case 'shipment.package-delivered.v1':
        if (event.position <= this.handledUpTo)
          this.delivered.add(dataOf<{ orderId: string }>(event).orderId);
    }
  }

  finish() {
    const breaches = [...this.waiting].flatMap((id) => {
      const orderId = this.soldBy.get(id);
      if (orderId === undefined || !this.delivered.has(orderId)) return [];
      const waits = `${id}: goods of ${orderId} have arrived, and its trial still waits for them`;
      return [`${waits}; POST /v1/subscriptions/{id}/receipts begins it`];
    });
    return { facts: this.facts, breaches };
  }
}
