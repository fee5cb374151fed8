import type { RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface Quantities {
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** No line is asked for twice: at most what its release covers, and no more leaves than was asked for. */
export class OneShipmentPerRelease implements Check {
  readonly name = 'one-shipment-per-release';
  readonly rule = 'a release is shipped at most once: requested within released, shipped within requested';
  private readonly released = new Map<string, number>();
  private readonly requested = new Map<string, number>();
  private readonly requestedOf = new Map<string, number>();
  private readonly shipped = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (event.type === 'order.released.v1') {
      const data = dataOf<Quantities & { orderId: string; release: number }>(event);
      for (const line of data.lines) this.released.set(`${data.orderId} release ${data.release} line ${line.lineId}`, line.quantity);
    } else if (event.type === 'shipment.requested.v1') {
      const data = dataOf<Quantities & { orderId: string; release: number; shipmentId: string }>(event);
      for (const line of data.lines) {
        this.facts += 1;
        const key = `${data.orderId} release ${data.release} line ${line.lineId}`;
        const sum = addTo(this.requested, key, line.quantity);
        const released = this.released.get(key) ?? 0;
        if (sum > released) this.breaches.push(`${key}: ${sum} requested, ${released} released`);
        addTo(this.requestedOf, `${data.shipmentId} line ${line.lineId}`, line.quantity);
      }
    } else if (event.type === 'shipment.package-shipped.v1') {
      const data = dataOf<Quantities & { shipmentId: string }>(event);
      for (const line of data.lines) {
        const key = `${data.shipmentId} line ${line.lineId}`;
        const sum = addTo(this.shipped, key, line.quantity);
        const requested = this.requestedOf.get(key) ?? 0;
        if (sum > requested) this.breaches.push(`${key}: ${sum} shipped, ${requested} requested`);
      }
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

/** Goods leave only for orders that are authorised, and never after they were cancelled. */
export class NothingShippedWithoutAuthorisation implements Check {
  readonly name = 'nothing-shipped-unauthorised';
  readonly rule = 'no package leaves without an authorisation before it, or for what was cancelled before';
  private readonly authorised = new Set<string>();
  private readonly cancelled = new Map<string, number>();
  private readonly ordered = new Map<string, number>();
  private readonly shipped = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (event.type === 'payment.authorised.v1') this.authorised.add(dataOf<{ orderId: string }>(event).orderId);
    else if (event.type === 'order.placed.v1') {
      const data = dataOf<Quantities & { orderId: string }>(event);
      for (const line of data.lines) this.ordered.set(`${data.orderId} line ${line.lineId}`, line.quantity);
    } else if (event.type === 'order.cancelled.v1') {
      const data = dataOf<Quantities & { orderId: string }>(event);
      for (const line of data.lines) addTo(this.cancelled, `${data.orderId} line ${line.lineId}`, line.quantity);
    } else if (event.type === 'shipment.package-shipped.v1') {
      const data = dataOf<Quantities & { orderId: string; packageId: string }>(event);
      this.facts += 1;
      if (!this.authorised.has(data.orderId)) this.breaches.push(`package ${data.packageId} of ${data.orderId} left unauthorised`);
      for (const line of data.lines) {
        const key = `${data.orderId} line ${line.lineId}`;
        const left = (this.ordered.get(key) ?? 0) - (this.cancelled.get(key) ?? 0);
        const shipped = addTo(this.shipped, key, line.quantity);
        if (shipped > left) this.breaches.push(`package ${data.packageId}: ${shipped} of ${key} shipped, ${left} ordered and not cancelled`);
      }
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
