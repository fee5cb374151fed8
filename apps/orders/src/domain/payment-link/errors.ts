import { DomainError, invalid } from '@continuo/kernel/domain-error';

/** The same for a wrong secret: whether there is such a link is not confirmed. */
export const linkNotFound = () =>
  new DomainError('payment-link-not-found', 'There is no such payment link.', 'not-found');

/** @param reason of one that closed of itself: what people wrote is not for whoever pays */
export const linkEnded = (status: string, reason: string | null) =>
  new DomainError(
    'payment-link-ended',
    `This link is ${status}: ask for a new one.`,
    'not-allowed-now',
    { status, reason },
  );

export const paymentUnderWay = () =>
  new DomainError(
    'payment-under-way',
    'A payment is being tried with this link: read it again in a moment.',
  );

export const nothingToPay = (payment: string) =>
  new DomainError(
    'nothing-to-pay',
    `A link is for a draft or for an order whose payment was declined; this payment is ${payment}.`,
    'not-allowed-now',
    { payment_state: payment },
  );

export const amountChanged = () =>
  new DomainError(
    'amount-changed',
    'The order has changed since the link was made: ask for a new one.',
  );

export const badExpiry = (until: string) =>
  invalid(
    'expiry-out-of-range',
    '/expires_at',
    `Send an instant from now until ${until}, or leave it out.`,
  );
