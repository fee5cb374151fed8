import { DomainError } from '@continuo/kernel/domain-error';
import type { LocalDate } from '@continuo/kernel/instant';

export const carrierToldReceipt = (receivedOn: LocalDate) =>
  new DomainError(
    'carrier-told-receipt',
    `A carrier has told since that the goods arrived on ${receivedOn}: the trial has begun. Move its next cycle instead.`,
    'not-allowed-now',
    { received_on: receivedOn, allowed: ['date', 'anchor', 'pause', 'end-trial'] },
  );

/** The calendar from before the goods arrived knows nothing of the days of the trial. */
export const receivedSince = (changeId: string, trialEndsOn: LocalDate) =>
  new DomainError(
    'received-since',
    `The goods have arrived since, and the trial ends on ${trialEndsOn}: make a change of its own, or undo the receipt first where the customer told it.`,
    'not-allowed-now',
    { trial_ends_on: trialEndsOn, undo_first: changeId },
  );

export const postedToBooks = (orderId: string, shipments: number) =>
  new DomainError(
    'posted-to-books',
    `The payment of ${orderId} for ${shipments} shipments was posted to the books by it, and stays: refund that payment, or cancel the program, which settles what has not left by the rule of its plan.`,
    'not-allowed-now',
    { outcome: 'captured', order_id: orderId, instead: ['refund', 'cancel'] },
  );

export const termEnded = (orderId: string) =>
  new DomainError(
    'term-ended',
    `The shipments that ${orderId} was to pay for are given up by it, and the next delivery pays for a run of its own: where the order was charged after all, refund its payment.`,
    'not-allowed-now',
    { outcome: 'cancelled', order_id: orderId, instead: ['refund', 'cancel'] },
  );
