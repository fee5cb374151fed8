import { deriveId } from '@continuo/kernel/ids';
import { allocateMinor } from '@continuo/kernel/money';
import type { PaymentEvent } from './events';
import { capturedLines, toShipMinor } from './goods';
import type { OpenPayment } from './state';
import { refOf, refundDeposit } from './steps';

/** What an amount of goods has of the credit, in proportion to all goods that are still to leave. */
function shareOf(creditMinor: number, goodsMinor: number, othersMinor: number): number {
  if (creditMinor === 0 || goodsMinor + othersMinor === 0) return 0;
  return allocateMinor(creditMinor, [goodsMinor, othersMinor])[0] ?? 0;
}

/** A package's part of the credit is used when it leaves. `payment` as it is once that is billed. */
export function payByCredit(payment: OpenPayment, packageId: string): PaymentEvent[] {
  const paid = partOfPackage(payment, packageId, payment.creditMinor, 0);
  if (!paid) return [];
  const { customerId } = payment.order;
  const captureId = deriveId('cap', payment.paymentId, packageId, 'credit');
  const data = { ...refOf(payment), customerId, captureId, packageId, ...paid };
  return [{ type: 'payment.paid-by-credit.v1', data }];
}

/** A package's part of the deposit pays for what credit has left of it. */
export function payByDeposit(payment: OpenPayment, packageId: string): PaymentEvent[] {
  const { heldMinor, reference } = payment.deposit;
  const paid = partOfPackage(payment, packageId, heldMinor, payment.creditMinor);
  if (!paid || reference === null) return [];
  const captureId = deriveId('cap', payment.paymentId, packageId, 'deposit');
  const data = { ...refOf(payment), captureId, packageId, reference, ...paid };
  return [{ type: 'payment.deposit-used.v1', data }];
}

/** What of a prepaid amount falls to a package, per line; `elsewhereMinor` pays for goods still to leave. */
function partOfPackage(
  payment: OpenPayment,
  packageId: string,
  prepaidMinor: number,
  elsewhereMinor: number,
) {
  const pending = payment.toCapture.find((each) => each.packageId === packageId);
  const due = pending?.firstInstalment ?? [];
  const dueMinor = due.map(({ amountMinor }) => amountMinor);
  const packageMinor = dueMinor.reduce((sum, minor) => sum + minor, 0);
  const amountMinor = shareOf(prepaidMinor, packageMinor, toShipMinor(payment) - elsewhereMinor);
  if (amountMinor === 0) return undefined;
  const parts = allocateMinor(amountMinor, dueMinor);
  // The units are counted where the card pays for the rest of them.
  const amounts = due.map(({ lineId }, index) => ({
    lineId,
    quantity: 0,
    amountMinor: parts[index] ?? 0,
  }));
  const lines = capturedLines(payment, amounts).filter((line) => line.amountMinor > 0);
  return { amountMinor, lines };
}

/** The part of the deposit that goods had which are cancelled goes back. `after` as it is without them. */
export function returnDeposit(before: OpenPayment, after: OpenPayment): PaymentEvent[] {
  const { heldMinor, reference } = before.deposit;
  const stays = toShipMinor(after) - after.creditMinor;
  const goes = toShipMinor(before) - before.creditMinor - stays;
  const amountMinor = shareOf(heldMinor, goes, stays);
  if (amountMinor === 0 || reference === null) return [];
  return [refundDeposit(before, amountMinor, reference)];
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
