import { linkNotFound } from '../../domain/payment-link/errors';
import { type PaymentLinkState, tokensLeft } from '../../domain/payment-link/state';
import type { PayerView, PaymentLinkView } from './payment-link.dto';

/** A link as whoever sells sees it. */
export function showPaymentLink(link: PaymentLinkState, revision: number): PaymentLinkView {
  if (link.status === 'none') throw linkNotFound();
  const { due, sale } = link;
  return {
    payment_link_id: link.paymentLinkId,
    channel: link.channel,
    status: link.status,
    order_id: link.orderId,
    customer_id: link.customerId,
    call_id: link.callId,
    call_centre_id: sale.callCentreId,
    currency: due.currency,
    amount_minor: due.amountMinor,
    total_minor: due.totalMinor,
    lines: due.lines.map((line) => ({ ...line })),
    expires_at: link.expiresAt,
    attempts: link.tokens.length,
    attempts_left: tokensLeft(link),
    last_decline: link.declinedWith,
    payment_id: link.payment?.paymentId ?? null,
    ended_for: link.endedFor,
    revision,
  };
}

/** A link as whoever pays sees it; nothing of the customer, the call or the gateway. */
export function showPayer(link: PaymentLinkState, seller: string | null): PayerView {
  if (link.status === 'none') throw linkNotFound();
  const { due, status } = link;
  return {
    seller,
    status,
    currency: due.currency,
    amount_minor: due.amountMinor,
    total_minor: due.totalMinor,
    lines: due.lines.map((line) => ({ ...line })),
    expires_at: link.expiresAt,
    last_attempt: status === 'open' && link.declinedWith !== null ? 'declined' : null,
    attempts_left: tokensLeft(link),
  };
}
