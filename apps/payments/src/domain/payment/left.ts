import type { LineAccount, OpenPayment } from './state';

/** What can still be given back of a line: a dispute gives back what it holds, or has lost. */
export function refundableMinor(account: LineAccount): number {
  const { capturedMinor, refundedMinor, refundingMinor, disputedMinor } = account;
  return capturedMinor - refundedMinor - refundingMinor - disputedMinor;
}

/** What of a line was given back, is promised, or is not owed any more. */
export function givenBackBefore(account: LineAccount): number {
  const { refundedMinor, refundingMinor, waivedMinor, disputedMinor } = account;
  return refundedMinor + refundingMinor + waivedMinor + disputedMinor;
}

/** What is left of a charge that was neither given back, nor promised, nor is disputed. */
export function leftOn(payment: OpenPayment, reference: string): number {
  const charge = payment.charges.find((each) => each.reference === reference);
  if (!charge) return 0;
  const disputed = Object.values(payment.disputes)
    .filter((each) => each.on === reference && each.status !== 'won')
    .reduce((sum, each) => sum + each.amountMinor - each.overpaidMinor, 0);
  return charge.amountMinor - charge.refundedMinor - disputed;
}
