import { dueAt } from '../domain/payment/due-at';
import { accountOf } from '../domain/payment/goods';
import { refundableMinor } from '../domain/payment/left';
import { pastDueOf } from '../domain/payment/past-due';
import type { OpenPayment } from '../domain/payment/state';
import { statusOf, totalsOf } from '../domain/payment/summary';
import type { PaymentView } from './payment.dto';

/** A payment as the API shows it. */
export function paymentView(payment: OpenPayment): PaymentView {
  const { order, method } = payment;
  const totals = totalsOf(payment);
  return {
    payment_id: payment.paymentId,
    order_id: order.orderId,
    customer_id: order.customerId,
    status: statusOf(payment),
    currency: order.currency,
    token: method.token,
    initiator: method.initiator,
    account: payment.account,
    ordered_minor: totals.orderedMinor,
    authorised_minor: totals.authorisedMinor,
    captured_minor: totals.capturedMinor,
    refunded_minor: totals.refundedMinor,
    released_minor: totals.releasedMinor,
    credit_reserved_minor: payment.creditMinor,
    paid_by_credit_minor: totals.paidByCreditMinor,
    deposit_held_minor: payment.deposit.heldMinor,
    past_due_minor: pastDueOf(payment).amountMinor,
    due_at: dueAt(payment),
    disputes: Object.entries(payment.disputes).map(([disputeId, { status }]) => ({
      dispute_id: disputeId,
      status,
    })),
    instalments: order.instalments.map(({ number, dueOn, amountMinor }) => ({
      number,
      due_on: dueOn,
      amount_minor: amountMinor,
      charged: payment.charged.includes(number),
    })),
    lines: order.lines.map(({ lineId }) => {
      const account = accountOf(payment, lineId);
      return {
        line_id: lineId,
        shipped: account.shipped,
        cancelled: account.cancelled,
        captured_minor: account.capturedMinor,
        refunded_minor: account.refundedMinor,
        disputed_minor: account.disputedMinor,
        refundable_minor: refundableMinor(account),
      };
    }),
    attempts: payment.attempts.map((attempt) => ({
      attempt_id: attempt.attemptId,
      kind: attempt.kind,
      status: attempt.status,
      amount_minor: attempt.amountMinor,
      instalment: attempt.instalment,
      token: attempt.token,
      account: attempt.account,
      at: attempt.at,
      code: attempt.code,
      recheck_at: attempt.status === 'unknown' ? attempt.recheckAt : null,
    })),
  };
}
