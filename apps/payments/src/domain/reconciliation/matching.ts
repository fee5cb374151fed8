import type { Instant } from '@continuo/kernel/instant';
import type { PaymentEvent } from '../payment/events';
import type { SettlementLine } from '../settlement/line';
import type { SettlementLineEvent } from '../settlement/settlement-line';
import type { CausingEvent, Match } from './breaks';
import { isMovement, movementOf } from './movement';

/** An event of the record, of the streams that money moves on. */
export interface SeenEvent {
  readonly id: string;
  readonly at: Instant;
  /** Null for events of other streams. */
  readonly paymentId: string | null;
  readonly event: PaymentEvent | SettlementLineEvent;
}

/** Brings the ledger's movements and a processor's lines together, in memory, in one pass each. */
export class Matching {
  private readonly matches = new Map<string, Match>();
  private readonly attempts = new Map<string, CausingEvent & { open: boolean }>();
  private readonly keys = new Map<string, string>();

  see({ id, at, paymentId, event }: SeenEvent): void {
    if (event.type === 'settlement-line.reported.v1') return this.posted(event.data);
    if (paymentId === null || event.type === 'settlement-line.restated.v1') return;
    const cause = { eventId: id, eventType: event.type, paymentId, at };
    if (event.type === 'payment.attempt-recorded.v1') {
      const { attemptId, idempotencyKey } = event.data;
      this.keys.set(attemptId, idempotencyKey);
      this.attempts.set(idempotencyKey, { ...cause, open: true });
      return;
    }
    if (OUTCOMES.has(event.type)) {
      const { attemptId } = event.data as { attemptId: string | null };
      const attempt = this.attempts.get(this.keys.get(attemptId ?? '') ?? '');
      if (attempt) attempt.open = false;
    }
    const movement = movementOf(event);
    if (!movement) return;
    const { kind, reference, amountMinor, currency } = movement;
    this.change(kind, reference, ({ ours }) => ({
      ours: {
        ...cause,
        currency,
        count: (ours?.count ?? 0) + 1,
        amountMinor: (ours?.amountMinor ?? 0) + amountMinor,
      },
    }));
  }

  /** `reportedAt` where the line comes from a report that was recorded. */
  add(line: SettlementLine, reportedAt: Instant | null = null): void {
    const { kind, reference, amountMinor, feeMinor, currency, lineId, settledAt } = line;
    if (!isMovement(kind)) return;
    const attempt =
      line.idempotencyKey === null ? undefined : this.attempts.get(line.idempotencyKey);
    this.change(kind, reference, ({ theirs, attempt: known }) => ({
      theirs: {
        currency,
        lineId,
        settledAt,
        reportedAt,
        count: (theirs?.count ?? 0) + 1,
        amountMinor: (theirs?.amountMinor ?? 0) + amountMinor,
        feeMinor: (theirs?.feeMinor ?? 0) + feeMinor,
      },
      attempt: attempt ?? known,
    }));
  }

  *[Symbol.iterator](): Generator<Match> {
    for (const match of this.matches.values()) if (match.ours || match.theirs) yield match;
  }

  private posted({ kind, reference, feeMinor }: SettlementLine): void {
    if (!isMovement(kind)) return;
    this.change(kind, reference, ({ postedFeeMinor }) => ({
      postedFeeMinor: (postedFeeMinor ?? 0) + feeMinor,
    }));
  }

  private change(
    kind: Match['kind'],
    reference: string,
    changes: (before: Match) => Partial<Match>,
  ): void {
    const key = `${kind} ${reference}`;
    const nothing = { ours: null, theirs: null, postedFeeMinor: null, attempt: null };
    const before = this.matches.get(key) ?? { kind, reference, ...nothing };
    this.matches.set(key, { ...before, ...changes(before) });
  }
}

/** Events after which an attempt is not open any more. */
export const OUTCOMES: ReadonlySet<string> = new Set([
  'payment.captured.v1',
  'payment.refunded.v1',
  'payment.deposit-taken.v1',
  'payment.deposit-refunded.v1',
  'payment.declined.v1',
  'payment.attempt-abandoned.v1',
]);
