import { never } from '@continuo/kernel/decider';
import type { PaymentLinkEvent } from './events';
import type { PaymentLink, PaymentLinkState } from './state';

export function evolve(link: PaymentLinkState, event: PaymentLinkEvent): PaymentLinkState {
  switch (event.type) {
    case 'payment-link.requested.v1':
      return {
        ...event.data,
        status: 'open',
        tokens: [],
        toPassOnSince: null,
        declinedWith: null,
        refusals: 0,
        payment: null,
        endedFor: null,
      };
    case 'payment-link.secret-refused.v1':
      return changed(link, () => ({ refusals: event.data.refusals }));
    case 'payment-link.token-taken.v1':
      return changed(link, ({ tokens }) => ({
        status: 'paying',
        tokens: [...tokens, event.data.token],
        toPassOnSince: event.data.takenAt,
      }));
    case 'payment-link.token-passed-on.v1':
      return changed(link, () => ({ toPassOnSince: null }));
    case 'payment-link.declined.v1':
      return changed(link, () => ({
        status: 'open',
        toPassOnSince: null,
        declinedWith: event.data.code,
      }));
    case 'payment-link.paid.v1': {
      const { paymentId, amountMinor } = event.data;
      return changed(link, () => ({
        status: 'paid',
        toPassOnSince: null,
        payment: { paymentId, amountMinor },
      }));
    }
    case 'payment-link.cancelled.v1':
      return changed(link, () => ({ status: 'cancelled', endedFor: event.data.reason }));
    case 'payment-link.expired.v1':
      return changed(link, () => ({ status: 'expired' }));
    case 'payment-link.closed.v1':
      return changed(link, () => ({ status: 'closed', endedFor: event.data.reason }));
    default:
      return never(event);
  }
}

function changed(
  link: PaymentLinkState,
  change: (link: PaymentLink) => Partial<PaymentLink>,
): PaymentLinkState {
  return link.status === 'none' ? link : { ...link, ...change(link) };
}
