import type { Instant } from '@continuo/kernel/instant';

export const SETTLEMENT_KINDS = [
  'charge',
  'refund',
  'dispute',
  'dispute-reversal',
  'fee',
  'payout',
] as const;
export type SettlementKind = (typeof SETTLEMENT_KINDS)[number];

/** One line of what a processor says it has settled. */
export interface SettlementLine {
  /** The processor's own id of the line: the same id is the same line, in whichever report. */
  readonly lineId: string;
  readonly kind: SettlementKind;
  /** What the gateway answered when the money moved; of fees and payouts the processor's own. */
  readonly reference: string;
  /** Before fees: what the seller got, negative what it gave. */
  readonly amountMinor: number;
  /** What the processor keeps of it; negative when it gives a fee back. */
  readonly feeMinor: number;
  readonly currency: string;
  /** Null where the processor does not say. */
  readonly settledAt: Instant | null;
  /** Of the call that moved the money, where the processor says it. */
  readonly idempotencyKey: string | null;
}

/** What is wrong with the values of a line, and in which of them. */
export interface LineProblem {
  readonly column: 'amount' | 'fee' | 'reference' | 'line_id';
  readonly detail: string;
}

/** A charge brings money, a refund takes it: a line whose sign says otherwise was misread. */
export function problemOf(line: SettlementLine): LineProblem | undefined {
  const { kind, amountMinor } = line;
  if ((kind === 'charge' || kind === 'dispute-reversal') && amountMinor <= 0)
    return { column: 'amount', detail: `A ${kind} brings money: write an amount above 0.` };
  if ((kind === 'refund' || kind === 'dispute') && amountMinor >= 0)
    return { column: 'amount', detail: `A ${kind} takes money: write an amount below 0.` };
  if (kind === 'fee' && amountMinor !== 0)
    return { column: 'amount', detail: 'What a fee line costs stands in fee: write amount 0.' };
  return undefined;
}

export const sameLine = (a: SettlementLine, b: SettlementLine): boolean =>
  a.kind === b.kind &&
  a.reference === b.reference &&
  a.amountMinor === b.amountMinor &&
  a.feeMinor === b.feeMinor &&
  a.currency === b.currency;
