import { never } from '@continuo/kernel/decider';
import type { MoneyCommand } from './commands';
import { orderCancelled, paymentNotDeclined } from './errors';
import {
  type Authorisation,
  type Decline,
  HOLD_PAYMENT_UNKNOWN,
  type OrderEvent,
  type PaymentTerms,
} from './events';
import { cancelled, linkUsed, released } from './outcomes';
import { waitsForShipDate } from './ship-date';
import type { Placed } from './state';

/** What became of the money, as payments tells it, and another card when the first was declined. */
export function decideMoney(command: MoneyCommand, order: Placed): readonly OrderEvent[] {
  switch (command.kind) {
    case 'try-another-token':
      return [retried(command.payment, order), ...linkUsed(order.orderId, command.link)];
    case 'record-authorisation':
      return authorise(command.authorisation, order);
    case 'record-decline':
      return decline(command.decline, order);
    case 'record-unknown': {
      if (order.pay.state !== 'requested' || order.status === 'cancelled') return [];
      return [{ type: 'order.held.v1', data: { reason: HOLD_PAYMENT_UNKNOWN, detail: null } }];
    }
    case 'record-capture':
      if (Object.hasOwn(order.pay.captures, command.capture.captureId)) return [];
      return [{ type: 'order.payment-captured.v1', data: command.capture }];
    case 'record-refund':
      if (Object.hasOwn(order.pay.refunds, command.refund.refundId)) return [];
      return [{ type: 'order.payment-refunded.v1', data: command.refund }];
    default:
      return never(command);
  }
}

function retried(payment: PaymentTerms, order: Placed): OrderEvent {
  const { orderId, status, pay } = order;
  if (status === 'cancelled') throw orderCancelled();
  const data = { orderId, fromToken: pay.terms.token, payment };
  if (pay.state === 'declined') return { type: 'order.payment-retried.v1', data };
  if (!pay.owed) throw paymentNotDeclined(pay.state);
  const { instalment } = pay.owed;
  return { type: 'order.instalment-retried.v1', data: { ...data, instalment } };
}

/** Authorised, not held and not for a later day: released in the same append. A person's hold stays, ours for want of an answer ends. */
function authorise(authorisation: Authorisation, order: Placed): readonly OrderEvent[] {
  if (
    order.pay.authorisation?.paymentId === authorisation.paymentId &&
    order.pay.state === 'authorised'
  )
    return [];
  const events: OrderEvent[] = [{ type: 'order.payment-authorised.v1', data: authorisation }];
  if (order.status === 'cancelled') return events;
  events.push(...holdForPaymentEnds(order));
  const heldByPerson = order.hold !== null && order.hold.reason !== HOLD_PAYMENT_UNKNOWN;
  if (!heldByPerson && order.releases === 0 && !waitsForShipDate(order))
    events.push(released(order, authorisation));
  return events;
}

/** A cycle's order that will not be paid is given up; one from a call waits for another token. */
function decline(declined: Decline, order: Placed): readonly OrderEvent[] {
  const events: OrderEvent[] = [{ type: 'order.payment-declined.v1', data: declined }];
  if (declined.instalment > 1 || order.status === 'cancelled') return events;
  events.push(...holdForPaymentEnds(order));
  const isCycle = order.origin.kind === 'program';
  if (isCycle && declined.final && order.releases === 0) {
    events.push(cancelled(order, 'payment-declined'));
  }
  return events;
}

function holdForPaymentEnds(order: Placed): OrderEvent[] {
  if (order.hold?.reason !== HOLD_PAYMENT_UNKNOWN) return [];
  return [{ type: 'order.hold-lifted.v1', data: { heldFor: HOLD_PAYMENT_UNKNOWN } }];
}
