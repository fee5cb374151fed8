import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface Link {
  readonly orderId: string;
  readonly expiresAt: string;
}

interface Attempt {
  readonly paymentLinkId: string;
  readonly orderId: string;
  readonly attempt: number;
}

/** Tokens that payers gave by link or IVR: each pays for its own order, once, and in time. */
export class PaymentLinksUsedOnce implements Check {
  readonly name = 'payment-links-used-once';
  readonly rule =
    'a token is taken by an open link before it expires, places or retries its own order at most once, and a link is paid at most once, by a token that did';
  private readonly links = new Map<string, Link>();
  private readonly ended = new Set<string>();
  private readonly taken = new Set<string>();
  /** How often a token has placed or retried an order. */
  private readonly used = new Map<string, number>();
  private readonly paid = new Set<string>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    switch (event.type) {
      case 'payment-link.requested.v1':
        this.links.set(idOf(event.stream), dataOf<Link>(event));
        break;
      case 'payment-link.token-taken.v1':
        this.seeTaken(dataOf(event));
        break;
      case 'order.payment-link-used.v1':
        this.seeUsed(idOf(event.stream), dataOf(event));
        break;
      case 'payment-link.paid.v1':
        this.seePaid(dataOf(event));
        break;
      case 'payment-link.cancelled.v1':
      case 'payment-link.expired.v1':
      case 'payment-link.closed.v1':
        this.ended.add(idOf(event.stream));
        break;
    }
  }

  private seeTaken(attempt: Attempt & { readonly takenAt: string }): void {
    this.facts += 1;
    const { paymentLinkId: id, takenAt } = attempt;
    const link = this.links.get(id);
    const key = keyOf(attempt);
    if (link === undefined) this.breaches.push(`${key} was taken by a link that nobody asked for`);
    else if (takenAt >= link.expiresAt) this.breaches.push(`${key} was taken after it expired`);
    if (this.ended.has(id) || this.paid.has(id))
      this.breaches.push(`${key} was taken after the link had ended`);
    if (this.taken.has(key)) this.breaches.push(`${key} was taken twice`);
    this.taken.add(key);
  }

  private seeUsed(orderId: string, attempt: Attempt): void {
    const key = keyOf(attempt);
    if (!this.taken.has(key)) this.breaches.push(`${orderId} used ${key}, which was not taken`);
    if (this.links.get(attempt.paymentLinkId)?.orderId !== orderId)
      this.breaches.push(`${orderId} used ${key}, which is not its own`);
    const times = addTo(this.used, key, 1);
    if (times > 1) this.breaches.push(`${key} was used ${times} times`);
  }

  private seePaid(attempt: Attempt): void {
    const { paymentLinkId: id } = attempt;
    if (this.paid.has(id)) this.breaches.push(`${id} was paid twice`);
    if (!this.used.has(keyOf(attempt)))
      this.breaches.push(`${id} was paid by a token that its order never had`);
    this.paid.add(id);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

function keyOf({ paymentLinkId, attempt }: Attempt): string {
  return `token ${attempt} of ${paymentLinkId}`;
}
