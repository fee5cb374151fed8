import type { LinkTerms, PaymentLinkEvent } from './events';

export const ASKED_AT = '2026-11-22T09:30:00.000Z';
export const EXPIRES_AT = '2026-11-22T10:30:00.000Z';

export const LINK: LinkTerms = {
  paymentLinkId: 'plk_1',
  channel: 'link',
  orderId: 'ord_1',
  customerId: 'cus_1',
  sale: { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_ann', callCentreId: 'cc_north' },
  due: {
    purpose: 'place',
    currency: 'USD',
    instalment: 1,
    amountMinor: 5610,
    totalMinor: 22_440,
    lines: [{ name: 'Countertop juicer', quantity: 2 }],
  },
  secretHash: 'f'.repeat(64),
  expiresAt: EXPIRES_AT,
  callId: 'call_1',
  scriptVersion: 'spring-1',
};

const about = { paymentLinkId: 'plk_1', orderId: 'ord_1' };

export const requested: PaymentLinkEvent = { type: 'payment-link.requested.v1', data: LINK };

export const taken = (attempt: number, token = `pm_${attempt}`): PaymentLinkEvent => ({
  type: 'payment-link.token-taken.v1',
  data: { ...about, attempt, token, takenAt: ASKED_AT },
});

export const passedOn = (attempt: number): PaymentLinkEvent => ({
  type: 'payment-link.token-passed-on.v1',
  data: { ...about, attempt },
});

export const declined = (attempt: number): PaymentLinkEvent => ({
  type: 'payment-link.declined.v1',
  data: { ...about, attempt, code: 'insufficient_funds' },
});

export const paid = (attempt: number): PaymentLinkEvent => ({
  type: 'payment-link.paid.v1',
  data: { ...about, attempt, paymentId: 'pay_1', amountMinor: 5610 },
});

export const refused = (refusals: number): PaymentLinkEvent => ({
  type: 'payment-link.secret-refused.v1',
  data: { ...about, refusals },
});

export const closed = (reason: string): PaymentLinkEvent => ({
  type: 'payment-link.closed.v1',
  data: { ...about, reason },
});

export const cancelled: PaymentLinkEvent = {
  type: 'payment-link.cancelled.v1',
  data: { ...about, reason: 'pays by cheque' },
};

export const expired: PaymentLinkEvent = {
  type: 'payment-link.expired.v1',
  data: { ...about, expiresAt: EXPIRES_AT },
};
