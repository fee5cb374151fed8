import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { type Check, dataOf } from '../check';

interface CycleOrder {
  readonly orderId: string;
  readonly origin: {
    readonly kind: string;
    readonly subscriptionId?: string;
    readonly cycle?: number;
  };
}

/** As the record names it, in each version. */
const LOCKED: ReadonlySet<string> = new Set([
  'subscription.cycle-locked.v1',
  'subscription.cycle-locked.v2',
]);

/** Every cycle that fell due has exactly one order, or an event that says why not. */
export class OneOrderPerCycle implements Check {
  readonly name = 'one-order-per-cycle';
  readonly rule = 'each locked cycle has exactly one order, or an event that says why not';
  private readonly locked = new Map<string, number>();
  private readonly orders = new Map<string, string[]>();
  private readonly excused = new Set<string>();
  private readonly breaches: string[] = [];

  /** Cycles locked after `handledUpTo` are still on their way to orders. */
  constructor(private readonly handledUpTo: number) {}

  see(event: RecordedEvent): void {
    if (LOCKED.has(event.type)) {
      const key = `${idOf(event.stream)} cycle ${dataOf<{ cycle: number }>(event).cycle}`;
      if (this.locked.has(key)) this.breaches.push(`${key} was locked twice`);
      this.locked.set(key, event.position);
    } else if (event.type === 'subscription.cycle-voided.v1') {
      this.excused.add(`${idOf(event.stream)} cycle ${dataOf<{ cycle: number }>(event).cycle}`);
    } else if (event.type === 'order.placed.v2') {
      const { orderId, origin } = dataOf<CycleOrder>(event);
      if (origin.kind !== 'program') return;
      const key = `${origin.subscriptionId} cycle ${origin.cycle}`;
      this.orders.set(key, [...(this.orders.get(key) ?? []), orderId]);
    }
  }

  finish() {
    for (const [key, position] of this.locked) {
      const orders = this.orders.get(key) ?? [];
      if (orders.length > 1)
        this.breaches.push(`${key} has ${orders.length} orders: ${orders.join(', ')}`);
      const onItsWay = position > this.handledUpTo;
      if (orders.length === 0 && !onItsWay && !this.excused.has(key))
        this.breaches.push(`${key} was locked and has no order`);
    }
    for (const key of this.orders.keys()) {
      if (!this.locked.has(key)) this.breaches.push(`${key} has an order and was never locked`);
    }
    return { facts: this.locked.size, breaches: this.breaches };
  }
}

/** An acknowledged cancellation means no later charge. */
export class NoChargeAfterCancellation implements Check {
  readonly name = 'no-charge-after-cancellation';
  readonly rule = 'a cancelled program locks no cycle and nothing new is charged for it';
  private readonly cancelled = new Set<string>();
  private readonly lockedBefore = new Map<string, Set<number>>();
  /** Cycles that the cancellation voided before anything was charged for them. */
  private readonly voided = new Set<string>();
  private readonly programOf = new Map<string, { subscriptionId: string; cycle: number }>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const id = idOf(event.stream);
    switch (event.type) {
      case 'subscription.cancelled.v1':
        this.facts += 1;
        this.cancelled.add(id);
        for (const { cycle, status } of dataOf<{
          openOrders: readonly { cycle: number; status: string }[];
        }>(event).openOrders) {
          if (status === 'locked') this.voided.add(`${id} cycle ${cycle}`);
        }
        break;
      case 'subscription.reactivated.v1':
      case 'subscription.won-back.v1':
        this.cancelled.delete(id);
        break;
      case 'subscription.reinstated.v1':
        if (dataOf<{ to: { status: string } }>(event).to.status === 'cancelled') {
          this.cancelled.add(id);
        } else this.cancelled.delete(id);
        break;
      case 'subscription.cycle-locked.v1':
      case 'subscription.cycle-locked.v2': {
        const { cycle } = dataOf<{ cycle: number }>(event);
        if (this.cancelled.has(id))
          this.breaches.push(`${id} locked cycle ${cycle} after it was cancelled`);
        const locked = this.lockedBefore.get(id) ?? new Set();
        this.lockedBefore.set(id, locked.add(cycle));
        break;
      }
      case 'payment.opened.v1': {
        const { paymentId, order } = dataOf<{ paymentId: string; order: CycleOrder }>(event);
        const { origin } = order;
        if (
          origin.kind === 'program' &&
          origin.subscriptionId !== undefined &&
          origin.cycle !== undefined
        ) {
          this.programOf.set(paymentId, {
            subscriptionId: origin.subscriptionId,
            cycle: origin.cycle,
          });
        }
        break;
      }
      case 'payment.attempt-recorded.v1': {
        const program = this.programOf.get(id);
        const { kind } = dataOf<{ kind: string }>(event);
        if (!program || !['authorise', 'charge'].includes(kind)) break;
        const lockedBefore =
          this.lockedBefore.get(program.subscriptionId)?.has(program.cycle) ?? false;
        if (this.cancelled.has(program.subscriptionId) && !lockedBefore) {
          this.breaches.push(
            `${id} tried a charge for ${program.subscriptionId} after it was cancelled`,
          );
        }
        break;
      }
      case 'payment.captured.v1': {
        const program = this.programOf.get(id);
        const key = program && `${program.subscriptionId} cycle ${program.cycle}`;
        if (
          key !== undefined &&
          this.voided.has(key) &&
          dataOf<{ amountMinor: number }>(event).amountMinor > 0
        ) {
          this.breaches.push(`${id} took money for ${key}, which its cancellation had voided`);
        }
        break;
      }
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
