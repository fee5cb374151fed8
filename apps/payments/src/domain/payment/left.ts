import type { Charge, LineAccount, OpenPayment } from './state';

/** What can still be given back of a line: a dispute gives back what it holds, or has lost. */
export function refundableMinor(account: LineAccount): number {
  const { capturedMinor, refundedMinor, refundingMinor, disputedMinor } = account;
  return capturedMinor - refundedMinor - refundingMinor - disputedMinor;
}

/** The charge of a reference, or those captured of the authorisation that it names. */
export function chargesOn(payment: OpenPayment, reference: string): readonly Charge[] {
  const named = payment.charges.filter((charge) => charge.reference === reference);
  return named.length > 0 ? named : payment.charges.filter((charge) => charge.of === reference);
}

/** What is left of the charges under a reference that was neither given back, nor promised, nor is disputed. */
export function leftOn(payment: OpenPayment, reference: string): number {
  const left = new Map(
    payment.charges.map((charge) => [charge.reference, charge.amountMinor - charge.refundedMinor]),
  );
  for (const { on, status, amountMinor, overpaidMinor } of Object.values(payment.disputes)) {
    let held = status === 'won' ? 0 : amountMinor - overpaidMinor;
    for (const charge of chargesOn(payment, on)) {
      const before = left.get(charge.reference) ?? 0;
      const part = Math.min(before, held);
      left.set(charge.reference, before - part);
      held -= part;
    }
  }
  return chargesOn(payment, reference).reduce(
    (sum, charge) => sum + (left.get(charge.reference) ?? 0),
    0,
  );
}
