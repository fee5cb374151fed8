import { allocateMinor } from '@continuo/kernel/money';
import {
  currencyMismatch,
  disputeClosed,
  disputeNotFound,
  disputeTooHigh,
  unknownCharge,
} from './errors';
import type { PaymentEvent } from './events';
import { withLines } from './changes';
import { evolveDispute } from './evolve-dispute';
import type { LineAmount } from './facts';
import { accountOf } from './goods';
import { chargesOn, leftOn, refundableMinor } from './left';
import { partsOf, undisputed } from './line-account';
import { type Charge, DEPOSIT, type OpenPayment, openAttempt } from './state';
import { refOf } from './steps';

/** A dispute as the gateway reports it. */
export interface ReportedDispute {
  readonly disputeId: string;
  /** The gateway's name for the dispute. */
  readonly reference: string;
  /** Gateway reference of the charge, or of the authorisation that it was captured of. */
  readonly on: string;
  readonly amountMinor: number;
  readonly currency: string;
  /** By a person: no more than was charged is believed. A processor may take back more, when rates have moved. */
  readonly byHand?: boolean;
}

/**
 * The money of a charge is held until the dispute is decided. A refund of it that was not sent yet is
 * withdrawn; what had been refunded before is taken twice, and named so. Throws `charge-not-found`,
 * `currency-mismatch` and `dispute-exceeds-charge`.
 */
export function openDispute(payment: OpenPayment, reported: ReportedDispute): PaymentEvent[] {
  const { disputeId, reference, on, amountMinor, currency } = reported;
  if (payment.disputes[disputeId]) return [];
  const charges = chargesOn(payment, on);
  if (charges.length === 0) throw unknownCharge(on);
  if (currency !== payment.order.currency) throw currencyMismatch(payment.order.currency);
  const mostMinor = chargedMinor(payment, charges);
  if (reported.byHand && amountMinor > mostMinor) throw disputeTooHigh(amountMinor, mostMinor);
  const events: PaymentEvent[] = [];
  let state = payment;
  for (const refund of payment.toRefund.toReversed()) {
    const sent = openAttempt(state)?.refundId === refund.refundId;
    const concerned = charges.some((charge) => charge.reference === refund.on);
    if (!concerned || sent || refund.deposit || leftOn(state, on) >= amountMinor) continue;
    const { refundId } = refund;
    const event = { type: 'payment.refund-withdrawn.v1', data: { refundId, disputeId } } as const;
    state = evolveDispute(state, event);
    events.push(event);
  }
  const { lines, coveredMinor } = sharesOf(state, on, amountMinor);
  const overpaidMinor = amountMinor - coveredMinor;
  const data = { ...refOf(payment), disputeId, reference, on, amountMinor, overpaidMinor, lines };
  return [...events, { type: 'payment.dispute-opened.v1', data }];
}

/** At most: how much of a deposit was taken at first its charge does not say. */
function chargedMinor({ order }: OpenPayment, charges: readonly Charge[]): number {
  const amounts = charges.some(({ instalment }) => instalment === DEPOSIT)
    ? order.lines.map((line) => line.totalMinor)
    : charges.map((charge) => charge.amountMinor);
  return amounts.reduce((sum, minor) => sum + minor, 0);
}

/** Won or lost; said again it changes nothing, said otherwise it is refused with `dispute-closed`. */
export function closeDispute(
  payment: OpenPayment,
  disputeId: string,
  outcome: 'won' | 'lost',
): PaymentEvent[] {
  const dispute = payment.disputes[disputeId];
  if (!dispute) throw disputeNotFound(disputeId);
  if (dispute.status === outcome) return [];
  if (dispute.status !== 'open') throw disputeClosed(disputeId, dispute.status);
  const { reference, on, amountMinor } = dispute;
  const about = { ...refOf(payment), disputeId, reference };
  if (outcome === 'won') {
    const data = { ...about, amountMinor, lines: dispute.lines };
    return [{ type: 'payment.dispute-won.v1', data }];
  }
  const without = withoutDispute(payment, disputeId);
  const { lines, coveredMinor } = sharesOf(without, on, amountMinor);
  const overpaidMinor = amountMinor - coveredMinor;
  const data = { ...about, amountMinor: coveredMinor, overpaidMinor, lines };
  return [{ type: 'payment.dispute-lost.v1', data }];
}

function withoutDispute(payment: OpenPayment, disputeId: string): OpenPayment {
  const { [disputeId]: dispute, ...others } = payment.disputes;
  return { ...withLines(payment, dispute?.lines ?? [], undisputed), disputes: others };
}

/** The lines that a disputed amount falls on, in proportion to what can still be given back of each. */
function sharesOf(
  payment: OpenPayment,
  on: string,
  amountMinor: number,
): { lines: LineAmount[]; coveredMinor: number } {
  const refundable = payment.order.lines.map((line) =>
    refundableMinor(accountOf(payment, line.lineId)),
  );
  const coveredMinor = Math.min(amountMinor, leftOn(payment, on));
  if (coveredMinor <= 0) return { lines: [], coveredMinor: 0 };
  const amounts = allocateMinor(coveredMinor, refundable);
  const lines = payment.order.lines.flatMap(({ lineId }, index) => {
    const amountMinor = amounts[index] ?? 0;
    if (amountMinor === 0) return [];
    const parts = partsOf(accountOf(payment, lineId).taken, amountMinor);
    return [{ lineId, quantity: 0, amountMinor, ...parts }];
  });
  return { lines, coveredMinor };
}
