import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface Use {
  readonly customerId: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly useId: string;
}

/** How an event of a customer's credit changes what can be used. */
const CHANGES: Readonly<Record<string, 1 | -1>> = {
  'customer-credit.granted.v1': 1,
  'customer-credit.refund-received.v1': 1,
  'customer-credit.returned.v1': 1,
  'customer-credit.reserved.v1': -1,
  'customer-credit.withdrawn.v1': -1,
  'customer-credit.expired.v1': -1,
};

/** Credit is used once, by whom it was set aside for, and never beyond what there is. */
export class CreditWithinGrants implements Check {
  readonly name = 'credit-within-grants';
  readonly rule =
    "a customer's credit is never negative, and a payment uses and returns what was set aside for it";
  private readonly available = new Map<string, number>();
  /** Set aside for a payment, and neither used nor given back by it. */
  private readonly setAside = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const sign = CHANGES[event.type];
    if (sign !== undefined) {
      this.facts += 1;
      const { customerId, currency, amountMinor, useId } = dataOf<Use>(event);
      const left = addTo(this.available, `${customerId} ${currency}`, sign * amountMinor);
      if (left < 0)
        this.breaches.push(`${event.type} at ${event.stream}@${event.revision} leaves ${left}`);
      if (event.type === 'customer-credit.reserved.v1') addTo(this.setAside, useId, amountMinor);
    } else if (
      event.type === 'payment.paid-by-credit.v1' ||
      event.type === 'payment.credit-returned.v1'
    ) {
      this.facts += 1;
      const paymentId = idOf(event.stream);
      const left = addTo(this.setAside, paymentId, -dataOf<Use>(event).amountMinor);
      if (left < 0)
        this.breaches.push(`${paymentId} uses ${-left} of credit more than was set aside for it`);
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
