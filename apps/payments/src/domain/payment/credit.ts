import { deriveId } from '@continuo/kernel/ids';
import { allocateMinor } from '@continuo/kernel/money';
import type { PaymentEvent } from './events';
import { capturedLines, toShipMinor } from './goods';
import type { OpenPayment } from './state';
import { refOf } from './steps';

/** What an amount of goods has of the credit, in proportion to all goods that are still to leave. */
function shareOf(creditMinor: number, goodsMinor: number, othersMinor: number): number {
  if (creditMinor === 0 || goodsMinor + othersMinor === 0) return 0;
  return allocateMinor(creditMinor, [goodsMinor, othersMinor])[0] ?? 0;
}

/** A package's part of the credit is used when it leaves. `payment` as it is once that is billed. */
export function payByCredit(payment: OpenPayment, packageId: string): PaymentEvent[] {
  const pending = payment.toCapture.find((each) => each.packageId === packageId);
  const due = pending?.firstInstalment ?? [];
  const dueMinor = due.map(({ amountMinor }) => amountMinor);
  const packageMinor = dueMinor.reduce((sum, minor) => sum + minor, 0);
  const amountMinor = shareOf(payment.creditMinor, packageMinor, toShipMinor(payment));
  if (amountMinor === 0) return [];
  const parts = allocateMinor(amountMinor, dueMinor);
  // The units are counted where the card pays for the rest of them.
  const amounts = due.map(({ lineId }, index) => ({
    lineId,
    quantity: 0,
    amountMinor: parts[index] ?? 0,
  }));
  const lines = capturedLines(payment, amounts).filter((line) => line.amountMinor > 0);
  const { customerId } = payment.order;
  const captureId = deriveId('cap', payment.paymentId, packageId, 'credit');
  const data = { ...refOf(payment), customerId, captureId, packageId, amountMinor, lines };
  return [{ type: 'payment.paid-by-credit.v1', data }];
}

/** The part of the credit that goods had which are cancelled. */
export function returnCredit(before: OpenPayment, after: OpenPayment): PaymentEvent[] {
  const stays = toShipMinor(after);
  const amountMinor = shareOf(before.creditMinor, toShipMinor(before) - stays, stays);
  if (amountMinor === 0) return [];
  const { customerId } = before.order;
  // What there was names the return: it only ever falls.
  const returnId = deriveId('crt', before.paymentId, before.creditMinor);
  const data = { ...refOf(before), customerId, returnId, amountMinor };
  return [{ type: 'payment.credit-returned.v1', data }];
}
