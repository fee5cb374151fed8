import { invalid } from '@continuo/kernel/domain-error';
import type { RefundRequest } from '../domain/payment/refund';
import type { RefundDto } from './payment.dto';

/** Throws `amount-and-lines` and `duplicate-line`. */
export function refundRequest(body: RefundDto, refundId: string): RefundRequest {
  const { amount_minor: amountMinor, currency, lines, reason, to } = body;
  if (amountMinor !== undefined && lines !== undefined) {
    const detail = 'Send an amount over all lines, or lines with their own amounts, not both.';
    throw invalid('amount-and-lines', '/amount_minor', detail);
  }
  lines?.forEach(({ line_id }, index) => {
    if (lines.findIndex((line) => line.line_id === line_id) < index) {
      throw invalid('duplicate-line', `/lines/${index}/line_id`, 'Name each line once.');
    }
  });
  return {
    refundId,
    reason,
    ...(to === 'credit' && { toCredit: true }),
    ...(amountMinor !== undefined && { amountMinor }),
    ...(currency !== undefined && { currency }),
    ...(lines && {
      lines: lines.map(({ line_id, quantity, amount_minor }) => ({
        lineId: line_id,
        quantity,
        amountMinor: amount_minor,
      })),
    }),
  };
}
