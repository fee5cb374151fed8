import type { DomainEvent } from '@continuo/event-store/event-store';
import { plainWords, type Told } from '@continuo/event-store/history-words';
import type { OrderEvent } from '../domain/order/events';

/** What an order's event says in an audit. */
export function orderWords(recorded: DomainEvent): readonly Told[] {
  const event = recorded as OrderEvent;
  const status = (to: string): Told[] => [{ field: 'status', from: null, to }];
  switch (event.type) {
    case 'order.draft-opened.v1':
      return status('draft');
    case 'order.line-added.v1':
      return [{ field: 'line', from: null, to: lineOf(event.data.line) }];
    case 'order.line-removed.v1':
      return [{ field: 'line', from: lineOf(event.data.line), to: null }];
    case 'order.consent-recorded.v1':
      return [{ field: 'consent', from: null, to: event.data.recordingReference ?? 'recorded' }];
    case 'order.draft-abandoned.v1':
      return status('abandoned');
    case 'order.placed.v2':
      return [
        ...status('placed'),
        { field: 'total_minor', from: null, to: event.data.totals.totalMinor },
      ];
    case 'order.shipping-scheduled.v1':
      return [{ field: 'ship_on', from: null, to: event.data.shipOn }];
    case 'order.payment-retried.v1':
    case 'order.instalment-retried.v1':
      return [{ field: 'payment_token', from: event.data.fromToken, to: event.data.payment.token }];
    case 'order.payment-link-used.v1':
      return [{ field: 'payment_link', from: null, to: event.data.paymentLinkId }];
    case 'order.held.v1':
      return status(`held (${event.data.reason})`);
    case 'order.hold-lifted.v1':
      return [{ field: 'status', from: `held (${event.data.heldFor})`, to: 'placed' }];
    case 'order.released.v1':
      return status('released');
    case 'order.cancellation-requested.v1':
      return status('cancellation requested');
    case 'order.cancelled.v1':
      return status('cancelled');
    case 'order.payment-refunded.v1':
      return [{ field: 'refunded_minor', from: null, to: event.data.amountMinor }];
    default:
      return plainWords(event);
  }
}

function lineOf({ sku, quantity }: { readonly sku: string; readonly quantity: number }): string {
  return `${quantity} x ${sku}`;
}
