import {
  CARD_UPDATED,
  type CardUpdated,
  LAST_NOTICE,
  type LastNotice,
  PAYMENT_GIVEN_UP,
  PAYMENT_PAST_DUE,
  type PaymentGivenUp,
  type PaymentPastDue,
  RETRY_SCHEDULED,
  type RetryScheduled,
  SHIPMENTS_HELD,
  SHIPMENTS_RELEASED,
  type ShipmentsHeld,
  type ShipmentsReleased,
} from '@continuo/contracts/collections';
import type { Publication } from '@continuo/messaging/message';
import type { ArrearsEvent } from '../domain/arrears/decider';
import type { CardEvent } from '../domain/card/decider';
import type { DunningEvent, DunningNotice } from '../domain/payment/dunning-events';
import { originMessage, paymentMessage } from './payment-message';

/** The notices of a payment that could not be collected. */
export function translateDunning(event: DunningEvent): Publication | undefined {
  switch (event.type) {
    case 'payment.retry-scheduled.v1': {
      const { retryAt, triesLeft } = event.data;
      const data: RetryScheduled = {
        ...notice(event.data),
        retry_at: retryAt,
        tries_left: triesLeft,
      };
      return { type: RETRY_SCHEDULED.type, data };
    }
    case 'payment.last-notice-given.v1': {
      const data: LastNotice = { ...notice(event.data), retry_at: event.data.retryAt };
      return { type: LAST_NOTICE.type, data };
    }
    case 'payment.given-up.v1': {
      const { because, whenInstalmentFails } = event.data;
      const data: PaymentGivenUp = {
        ...notice(event.data),
        because,
        when_instalment_fails: whenInstalmentFails,
      };
      return { type: PAYMENT_GIVEN_UP.type, data };
    }
    case 'payment.fell-past-due.v1':
    case 'payment.past-due-settled.v1': {
      const { customerId, campaignId, amountMinor, since } = event.data;
      const data: PaymentPastDue = {
        ...paymentMessage(event.data),
        customer_id: customerId,
        campaign_id: campaignId,
        amount_minor: amountMinor,
        since,
      };
      return { type: PAYMENT_PAST_DUE.type, data };
    }
    default:
      return undefined;
  }
}

/** Whether a customer's shipments are held. */
export function translateArrears(event: ArrearsEvent): Publication | undefined {
  switch (event.type) {
    case 'arrears.shipments-held.v1': {
      const { customerId, because, payments } = event.data;
      const data: ShipmentsHeld = {
        customer_id: customerId,
        because,
        payments: payments.map((owed) => ({
          payment_id: owed.paymentId,
          order_id: owed.orderId,
          origin: originMessage(owed.origin),
          currency: owed.currency,
          amount_minor: owed.amountMinor,
          since: owed.since,
        })),
      };
      return { type: SHIPMENTS_HELD.type, data };
    }
    case 'arrears.shipments-released.v1': {
      const data: ShipmentsReleased = { customer_id: event.data.customerId };
      return { type: SHIPMENTS_RELEASED.type, data };
    }
    default:
      return undefined;
  }
}

/** What others that keep the token of a card are to know. */
export function translateCard(event: CardEvent): Publication | undefined {
  if (event.type !== 'card.updated.v1') return undefined;
  const update = event.data;
  const data: CardUpdated = {
    token: update.token,
    result: update.result,
    new_token: update.result === 'new-token' ? update.newToken : null,
    expires_on: update.result === 'new-expiry' ? update.expiresOn : null,
  };
  return { type: CARD_UPDATED.type, data };
}

function notice({ customerId, campaignId, instalment, amountMinor, ...ref }: DunningNotice) {
  return {
    ...paymentMessage(ref),
    customer_id: customerId,
    campaign_id: campaignId,
    instalment,
    amount_minor: amountMinor,
  };
}
