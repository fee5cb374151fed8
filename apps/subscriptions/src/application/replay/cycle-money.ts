import { allocateMinor } from '@continuo/kernel/money';
import { goodsMinorOf } from '../../domain/subscription/cycle-terms';
import type { CycleLocked, SubscriptionEvent } from '../../domain/subscription/events';

/** What the order of a cycle charges: goods and shipping, before tax. */
export function orderMinor(locked: CycleLocked['data']): number {
  return goodsMinorOf({ main: locked, lines: locked.lines }) + locked.shippingMinor;
}

/**
 * What one order pays for several shipments is the revenue of each of them, by largest remainder, as the ledger has it: it moves
 * from the cycle that is charged to those that ship.
 */
export class PrepaidTerms {
  /** Of shipments that will not leave: what the seller keeps. */
  keptMinor = 0;
  private readonly shares = new Map<number, number[]>();
  private readonly moved = new Map<number, number>();

  see(event: SubscriptionEvent): void {
    switch (event.type) {
      case 'subscription.prepaid-run-opened.v1': {
        const { firstCycle, goodsMinor, shipments } = event.data;
        const [own = 0, ...later] = allocateMinor(goodsMinor, Array<number>(shipments).fill(1));
        this.shares.set(firstCycle, later);
        this.moved.set(firstCycle, own - goodsMinor);
        break;
      }
      case 'subscription.prepaid-shipment-left.v1': {
        const { firstCycle, cycle } = event.data;
        this.moved.set(cycle, this.shares.get(firstCycle)?.shift() ?? 0);
        break;
      }
      case 'subscription.prepaid-shipments-lapsed.v1':
        if (event.data.unshipped === 'keep') this.keptMinor += event.data.goodsMinor;
        break;
      default:
    }
  }

  /** What a cycle's shipment is worth beyond what its order charges. */
  movedTo(cycle: number): number {
    return this.moved.get(cycle) ?? 0;
  }
}
