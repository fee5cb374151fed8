import type { RecordedEvent } from '@continuo/event-store/event-store';
import { instantAt } from '@continuo/kernel/calendar';
import type { LocalDate, Zone } from '@continuo/kernel/instant';
import { type Check, dataOf } from '../check';

/** Goods that leave on a day of their own are not handed to fulfilment before it begins where the customer is. */
export class ReleasedOnShipDate implements Check {
  readonly name = 'released-on-ship-date';
  readonly rule = 'an order with a shipping date is not released before that day begins';
  private readonly zones = new Map<string, Zone>();
  private readonly shipOn = new Map<string, LocalDate>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    switch (event.type) {
      case 'order.placed.v2': {
        const { orderId, zone } = dataOf<{ orderId: string; zone: Zone }>(event);
        this.zones.set(orderId, zone);
        break;
      }
      case 'order.shipping-scheduled.v1': {
        const { orderId, shipOn } = dataOf<{ orderId: string; shipOn: LocalDate }>(event);
        this.shipOn.set(orderId, shipOn);
        break;
      }
      case 'order.released.v1':
        this.seeRelease(event);
    }
  }

  private seeRelease(event: RecordedEvent): void {
    const { orderId } = dataOf<{ orderId: string }>(event);
    const shipOn = this.shipOn.get(orderId);
    const zone = this.zones.get(orderId);
    if (shipOn === undefined || zone === undefined) return;
    this.facts += 1;
    const { recordedAt } = event.metadata;
    if (recordedAt >= instantAt(shipOn, zone)) return;
    this.breaches.push(
      `${orderId} was released at ${recordedAt}, and is to ship on ${shipOn} (${zone})`,
    );
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
