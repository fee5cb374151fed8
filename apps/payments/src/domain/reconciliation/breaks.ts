import { type Instant, addMs, msFromInstant } from '@continuo/kernel/instant';
import type { Movement } from './movement';

/** A processor shows a movement in its reports within this many days. */
export const SETTLEMENT_DAYS = 3;

const DAY_MS = 86_400_000;

export const BREAK_CAUSES = [
  'missing-in-ledger',
  'missing-at-processor',
  'amount-differs',
  'fee-differs',
  'currency-differs',
  'duplicate',
  'timing',
] as const;
export type BreakCause = (typeof BREAK_CAUSES)[number];

/** What caused a side of a match. */
export interface CausingEvent {
  readonly eventId: string;
  readonly eventType: string;
  readonly paymentId: string;
  readonly at: Instant;
}

/** One movement as the ledger and the processor see it. */
export interface Match {
  readonly kind: Movement['kind'];
  readonly reference: string;
  readonly ours:
    | (CausingEvent & {
        readonly count: number;
        readonly amountMinor: number;
        readonly currency: string;
      })
    | null;
  readonly theirs: {
    readonly count: number;
    readonly amountMinor: number;
    readonly feeMinor: number;
    readonly currency: string;
    readonly lineId: string;
    /** Null where the processor does not say. */
    readonly settledAt: Instant | null;
    /** When the last line was first reported; null where the processor is asked just now. */
    readonly reportedAt: Instant | null;
  } | null;
  /** What the ledger has posted as its fee; null while nothing was recorded. */
  readonly postedFeeMinor: number | null;
  /** Our attempt that the line names; it may be without an outcome. */
  readonly attempt: (CausingEvent & { readonly open: boolean }) | null;
}

export interface Break {
  readonly cause: BreakCause;
  readonly kind: Match['kind'];
  readonly reference: string;
  readonly ours: {
    /** How many entries, more than one for a duplicate. */
    readonly count: number;
    readonly amountMinor: number;
    readonly currency: string;
  } | null;
  readonly theirs: {
    readonly count: number;
    readonly amountMinor: number;
    readonly feeMinor: number;
    readonly currency: string;
    /** The last one. */
    readonly lineId: string;
  } | null;
  /** What the processor says beyond what the ledger says; null where the currencies differ. */
  readonly differenceMinor: number | null;
  readonly postedFeeMinor: number | null;
  /** The event of ours that it comes from; null where there is none. */
  readonly event: CausingEvent | null;
  /** Null where nobody says when it was. */
  readonly since: Instant | null;
  readonly ageDays: number | null;
}

/** Until when the processor has reported, and what time it is. */
export interface Reported {
  readonly until: Instant;
  readonly now: Instant;
}

/** What is wrong with a match, and why; undefined when both sides agree. */
export function breakOf(match: Match, reported: Reported): Break | undefined {
  const cause = causeOf(match, reported);
  if (!cause) return undefined;
  const { kind, reference, ours, theirs, postedFeeMinor, attempt } = match;
  const event = ours ?? attempt;
  const since = ours?.at ?? theirs?.settledAt ?? attempt?.at ?? theirs?.reportedAt ?? null;
  return {
    cause,
    kind,
    reference,
    ours: ours && { count: ours.count, amountMinor: ours.amountMinor, currency: ours.currency },
    theirs: theirs && {
      count: theirs.count,
      amountMinor: theirs.amountMinor,
      feeMinor: theirs.feeMinor,
      currency: theirs.currency,
      lineId: theirs.lineId,
    },
    differenceMinor: differenceOf(match),
    postedFeeMinor,
    event: event && {
      eventId: event.eventId,
      eventType: event.eventType,
      paymentId: event.paymentId,
      at: event.at,
    },
    since,
    ageDays: since === null ? null : ageInDays(since, reported.now),
  };
}

function differenceOf({ ours, theirs }: Match): number | null {
  if (ours && theirs && ours.currency !== theirs.currency) return null;
  return (theirs?.amountMinor ?? 0) - (ours?.amountMinor ?? 0);
}

function causeOf(match: Match, reported: Reported): BreakCause | undefined {
  const { ours, theirs, attempt, postedFeeMinor } = match;
  if (!ours && !theirs) return undefined;
  if (!theirs) return isRecent(ours!.at, reported.until) ? 'timing' : 'missing-at-processor';
  if (!ours) {
    const { settledAt } = theirs;
    const underWay = attempt?.open || (settledAt !== null && isRecent(settledAt, reported.now));
    return underWay ? 'timing' : 'missing-in-ledger';
  }
  if (ours.count > 1 || theirs.count > 1) return 'duplicate';
  if (ours.currency !== theirs.currency) return 'currency-differs';
  if (ours.amountMinor !== theirs.amountMinor) return 'amount-differs';
  if (postedFeeMinor !== null && postedFeeMinor !== theirs.feeMinor) return 'fee-differs';
  return undefined;
}

const isRecent = (at: Instant, until: Instant) => addMs(at, SETTLEMENT_DAYS * DAY_MS) > until;

function ageInDays(since: Instant, now: Instant): number {
  return Math.max(0, Math.floor((msFromInstant(now) - msFromInstant(since)) / DAY_MS));
}
