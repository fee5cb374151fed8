import type { Aggregate } from '@continuo/event-store/aggregate';
import {
  type CardCommand,
  type CardEvent,
  type CardState,
  cardDecider,
} from '../domain/card/decider';
import { type PaymentCommand, paymentDecider } from '../domain/payment/decider';
import { dueAt } from '../domain/payment/due-at';
import type { PaymentEvent } from '../domain/payment/events';
import type { PaymentState } from '../domain/payment/state';

/** By payment id: one per order. */
export const PAYMENT: Aggregate<PaymentCommand, PaymentEvent, PaymentState> = {
  category: 'payment',
  decider: paymentDecider,
  events: {
    'payment.opened.v1': true,
    'payment.attempt-recorded.v1': true,
    'payment.authorised.v1': true,
    'payment.reauthorised.v1': true,
    'payment.declined.v1': true,
    'payment.decline-judged.v1': true,
    'payment.retry-scheduled.v1': true,
    'payment.last-notice-given.v1': true,
    'payment.given-up.v1': true,
    'payment.fell-past-due.v1': true,
    'payment.past-due-settled.v1': true,
    'payment.dispute-opened.v1': true,
    'payment.refund-withdrawn.v1': true,
    'payment.dispute-won.v1': true,
    'payment.dispute-lost.v1': true,
    'payment.retry-refused.v1': true,
    'payment.outcome-unknown.v1': true,
    'payment.outcome-still-unknown.v1': true,
    'payment.attempt-resent.v1': true,
    'payment.attempt-abandoned.v1': true,
    'payment.handed-to-a-person.v1': true,
    'payment.method-replaced.v1': true,
    'payment.package-billed.v1': true,
    'payment.captured.v1': true,
    'payment.refund-requested.v1': true,
    'payment.claim-waived.v1': true,
    'payment.refunded.v1': true,
    'payment.order-cancelled.v1': true,
    'payment.authorisation-released.v1': true,
    'payment.authorisation-lapsed.v1': true,
  },
  dueAt,
};

/** By card id, derived from the token: the tries that were declined, over all payments. */
export const CARD: Aggregate<CardCommand, CardEvent, CardState> = {
  category: 'card',
  decider: cardDecider,
  events: { 'card.declined.v1': true },
};
