import type { DomainEvent } from '@continuo/event-store/event-store';
import { plainWords, type Told } from '@continuo/event-store/history-words';
import type { PaymentLinkEvent } from '../domain/payment-link/events';

/** What a payment link's event says in an audit. */
export function paymentLinkWords(recorded: DomainEvent): readonly Told[] {
  const event = recorded as PaymentLinkEvent;
  const status = (to: string): Told => ({ field: 'status', from: null, to });
  switch (event.type) {
    case 'payment-link.requested.v1':
      return [
        status('open'),
        { field: 'amount_minor', from: null, to: event.data.due.amountMinor },
      ];
    case 'payment-link.token-taken.v1':
      return [status('paying'), { field: 'payment_token', from: null, to: event.data.token }];
    case 'payment-link.cancelled.v1':
    case 'payment-link.closed.v1':
      return [status(`ended (${event.data.reason})`)];
    default:
      return plainWords(event);
  }
}
