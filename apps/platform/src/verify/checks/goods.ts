import type { RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface Quantities {
  readonly lines: readonly { readonly lineId: string; readonly quantity: number }[];
}

/** No line is asked for twice: at most what its release covers, and no more leaves than was asked for. */
export class OneShipmentPerRelease implements Check {
  readonly name = 'one-shipment-per-release';
  readonly rule =
    'a release is shipped at most once: requested within released, shipped within requested';
  private readonly released = new Map<string, number>();
  private readonly requested = new Map<string, number>();
  private readonly requestedOf = new Map<string, number>();
  private readonly shipped = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (event.type === 'order.released.v1') {
      const data = dataOf<Quantities & { orderId: string; release: number }>(event);
      for (const line of data.lines)
        this.released.set(
          `${data.orderId} release ${data.release} line ${line.lineId}`,
          line.quantity,
        );
    } else if (event.type === 'shipment.requested.v2') {
      const data = dataOf<Quantities & { orderId: string; release: number; shipmentId: string }>(
        event,
      );
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

interface AuthorisedAmount {
  readonly orderId: string;
  readonly amountMinor: number;
}

/** Goods leave only for orders that are authorised, and never after they were cancelled. */
export class NothingShippedWithoutAuthorisation implements Check {
  readonly name = 'nothing-shipped-unauthorised';
  readonly rule =
    'no package leaves without an authorisation before it, or for what was cancelled before';
  /** What of the authorisations of an order was not given free again. */
  private readonly authorised = new Map<string, number>();
  private readonly givenFree = new Set<string>();
  private readonly cancelled = new Map<string, number>();
  /** What a vendor may still ship of a shipment's lines. */
  private readonly toShip = new Map<string, number>();
  private readonly ordered = new Map<string, number>();
  private readonly shipped = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    switch (event.type) {
      case 'payment.authorised.v1':
      case 'payment.reauthorised.v1': {
        const { orderId, amountMinor } = dataOf<AuthorisedAmount>(event);
        addTo(this.authorised, orderId, amountMinor);
        this.givenFree.delete(orderId);
        break;
      }
      case 'payment.authorisation-released.v1': {
        const { orderId, amountMinor } = dataOf<AuthorisedAmount>(event);
        if (addTo(this.authorised, orderId, -amountMinor) <= 0) this.givenFree.add(orderId);
        break;
      }
      case 'order.placed.v2': {
        const data = dataOf<Quantities & { orderId: string }>(event);
        for (const line of data.lines)
          this.ordered.set(`${data.orderId} line ${line.lineId}`, line.quantity);
        break;
      }
      case 'order.cancelled.v1': {
        const data = dataOf<Quantities & { orderId: string }>(event);
        for (const line of data.lines)
          addTo(this.cancelled, `${data.orderId} line ${line.lineId}`, line.quantity);
        break;
      }
      case 'shipment.requested.v2':
      case 'shipment.cancelled.v1': {
        const data = dataOf<Quantities & { shipmentId: string }>(event);
        const sign = event.type === 'shipment.requested.v2' ? 1 : -1;
        for (const line of data.lines)
          addTo(this.toShip, `${data.shipmentId} line ${line.lineId}`, sign * line.quantity);
        break;
      }
      case 'shipment.package-shipped.v1':
        this.seePackage(dataOf(event));
        break;
    }
  }

  private seePackage(
    data: Quantities & { orderId: string; shipmentId: string; packageId: string },
  ): void {
    this.facts += 1;
    const name = `package ${data.packageId}`;
    if (!this.authorised.has(data.orderId))
      this.breaches.push(`${name} of ${data.orderId} left unauthorised`);
    else if (this.givenFree.has(data.orderId))
      this.breaches.push(`${name} of ${data.orderId} left after its authorisation was given free`);
    for (const line of data.lines) {
      const key = `${data.orderId} line ${line.lineId}`;
      const left = (this.ordered.get(key) ?? 0) - (this.cancelled.get(key) ?? 0);
      const shipped = addTo(this.shipped, key, line.quantity);
      if (shipped > left)
        this.breaches.push(
          `${name}: ${shipped} of ${key} shipped, ${left} ordered and not cancelled`,
        );
      const request = `${data.shipmentId} line ${line.lineId}`;
      if (addTo(this.toShip, request, -line.quantity) < 0)
        this.breaches.push(`${name}: more of ${request} shipped than requested and not cancelled`);
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
