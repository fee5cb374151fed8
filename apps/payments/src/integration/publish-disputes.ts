import {
  DISPUTE_ALERTED,
  DISPUTE_LOST,
  DISPUTE_WON,
  type DisputeAlerted,
  FINANCE_ALERTED,
  type FinanceAlerted,
  PAYMENT_DISPUTED,
  type PaymentDisputed,
} from '@continuo/contracts/collections';
import type { Publication } from '@continuo/messaging/message';
import type { DisputeEvent } from '../domain/dispute/events';
import type { FinanceAlertEvent } from '../domain/finance-alert/decider';
import type { DisputeMoneyEvent } from '../domain/payment/dispute-events';
import { lineMessage, paymentMessage } from './payment-message';

/** What disputes do to money: commissions reverse by it, and restore. */
export function translateDisputedMoney(event: DisputeMoneyEvent): Publication | undefined {
  switch (event.type) {
    case 'payment.dispute-opened.v1':
      return { type: PAYMENT_DISPUTED.type, data: disputed(event.data) };
    case 'payment.dispute-won.v1':
      return { type: DISPUTE_WON.type, data: disputed(event.data) };
    case 'payment.dispute-lost.v1':
      return { type: DISPUTE_LOST.type, data: disputed(event.data) };
    case 'payment.refund-withdrawn.v1':
      return undefined;
  }
}

/** Alerts about the course of a dispute. */
export function translateDispute(event: DisputeEvent): Publication | undefined {
  if (event.type !== 'dispute.alerted.v1') return undefined;
  const { disputeId, paymentId, orderId, because, evidenceDueAt } = event.data;
  const data: DisputeAlerted = {
    dispute_id: disputeId,
    payment_id: paymentId,
    order_id: orderId,
    because,
    evidence_due_at: evidenceDueAt,
  };
  return { type: DISPUTE_ALERTED.type, data };
}

/** That it recurs is in the list of alerts: others hear of it once. */
export function translateFinanceAlert(event: FinanceAlertEvent): Publication | undefined {
  if (event.type !== 'finance-alert.raised.v1') return undefined;
  const { data: alert } = event;
  const data: FinanceAlerted = {
    alert_id: alert.alertId,
    code: alert.code,
    detail: alert.detail,
    payment_id: alert.paymentId,
    amount_minor: alert.amountMinor,
    currency: alert.currency,
  };
  return { type: FINANCE_ALERTED.type, data };
}

function disputed(
  about: Extract<DisputeMoneyEvent, { type: 'payment.dispute-won.v1' }>['data'],
): PaymentDisputed {
  return {
    ...paymentMessage(about),
    dispute_id: about.disputeId,
    amount_minor: about.amountMinor,
    lines: about.lines.map(lineMessage),
  };
}
