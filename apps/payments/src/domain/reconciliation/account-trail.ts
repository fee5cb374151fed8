import type { PaymentEvent } from '../payment/events';
import { SIMULATOR_ACCOUNT } from '../payment/state';

/** What events say beside their type of what they act on. */
interface Named {
  readonly attemptId?: string | null;
  readonly reference?: string | null;
  readonly on?: string | null;
}

/**
 * At which processor account money has moved, from the events of payments in their order: what acts
 * on an authorisation or a charge happens where that was made, whatever the payment was routed to since.
 */
export class AccountTrail {
  private readonly routed = new Map<string, string>();
  private readonly attempts = new Map<string, string>();
  private readonly references = new Map<string, string>();

  /** Answers the account of the event. */
  follow(paymentId: string, event: PaymentEvent): string {
    if (event.type === 'payment.routed.v1') this.routed.set(paymentId, event.data.account);
    const { attemptId, reference, on } = event.data as Named;
    const account =
      this.attempts.get(attemptId ?? '') ??
      this.references.get(on ?? '') ??
      this.references.get(reference ?? '') ??
      this.routed.get(paymentId) ??
      SIMULATOR_ACCOUNT;
    if (event.type === 'payment.attempt-recorded.v1')
      this.attempts.set(event.data.attemptId, account);
    if (reference) this.references.set(reference, account);
    return account;
  }
}
