import { DomainError, notFound } from '@continuo/kernel/domain-error';

export const paymentNotFound = (paymentId: string) => notFound('payment', paymentId);

export const outcomeUnknown = (attemptId: string) =>
  new DomainError(
    'payment-outcome-unknown',
    'The gateway has not said yet what became of the last attempt: nothing new is tried on this payment until it has.',
    'not-allowed-now',
    { attempt_id: attemptId },
  );

export const refundTooHigh = (
  requestedMinor: number,
  refundableMinor: number,
  pointer: string,
  lineId?: string,
) => {
  const detail = `At most ${refundableMinor} can be given back${lineId ? ' for this line' : ''}: what was captured, less what was refunded.`;
  return new DomainError(
    'refund-exceeds-captured',
    detail,
    'invalid',
    { requested_minor: requestedMinor, refundable_minor: refundableMinor, line_id: lineId },
    [{ pointer, detail }],
  );
};

export const nothingAuthorised = () =>
  new DomainError(
    'nothing-authorised',
    'Nothing is held that could be raised. What leaves after the window of an authorisation is authorised afresh by itself.',
    'not-allowed-now',
  );

export const partlyCaptured = () =>
  new DomainError(
    'authorisation-partly-captured',
    'A part of this authorisation was captured: gateways raise only what is whole.',
    'not-allowed-now',
  );

export const tooManyTries = () =>
  new DomainError(
    'card-tries-used-up',
    'The card was declined as often as its network allows for now: try another one.',
    'not-allowed-now',
  );

export const raiseTooHigh = (requestedMinor: number, mostMinor: number) => {
  const detail = `At most ${mostMinor} more can be held: what the order costs in all, less what is held and paid.`;
  return new DomainError(
    'raise-exceeds-order',
    detail,
    'invalid',
    { requested_minor: requestedMinor, most_minor: mostMinor },
    [{ pointer: '/amount_minor', detail }],
  );
};

export const nothingToRefund = () =>
  new DomainError(
    'nothing-to-refund',
    'Nothing is captured on this payment that was not refunded.',
  );

export const unknownLine = (lineId: string, pointer: string) =>
  new DomainError(
    'line-not-found',
    `The order has no line ${lineId}.`,
    'invalid',
    { line_id: lineId },
    [{ pointer, detail: 'Name a line of the order that this payment is for.' }],
  );

export const currencyMismatch = (currency: string) =>
  new DomainError('currency-mismatch', `The payment is in ${currency}.`, 'invalid', { currency }, [
    { pointer: '/currency', detail: `Send an amount in ${currency}.` },
  ]);

export const unknownCharge = (reference: string) =>
  new DomainError(
    'charge-not-found',
    `The payment has no charge ${reference}.`,
    'invalid',
    { reference },
    [{ pointer: '/charge', detail: 'Send the gateway reference of a charge of this payment.' }],
  );

export const disputeTooHigh = (amountMinor: number, mostMinor: number) => {
  const detail = `The charge took ${mostMinor}: send at most that. What a processor takes beyond it its webhook tells.`;
  const data = { requested_minor: amountMinor, most_minor: mostMinor };
  return new DomainError('dispute-exceeds-charge', detail, 'invalid', data, [
    { pointer: '/amount_minor', detail },
  ]);
};

export const disputeNotFound = (disputeId: string) => notFound('dispute', disputeId);

export const disputeClosed = (disputeId: string, status: string) =>
  new DomainError(
    'dispute-closed',
    `Dispute ${disputeId} is ${status}: nothing more can be said to it.`,
    'not-allowed-now',
    { dispute_id: disputeId, status },
  );
