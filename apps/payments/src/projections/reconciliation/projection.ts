import { type RecordedEvent, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { PaymentEvent } from '../../domain/payment/events';
import { OUTCOMES } from '../../domain/reconciliation/matching';
import { isMovement, movementOf } from '../../domain/reconciliation/movement';
import type { SettlementLine } from '../../domain/settlement/line';
import type { SettlementLineEvent } from '../../domain/settlement/settlement-line';

/** One movement of money, as the ledger and the processor see it; counts are 0 for who does not. */
export interface MovementRow {
  readonly kind: string;
  readonly reference: string;
  readonly ours_count: number;
  readonly ours_minor: number;
  readonly ours_currency: string | null;
  readonly event_id: string | null;
  readonly event_type: string | null;
  readonly payment_id: string | null;
  readonly moved_at: string | null;
  readonly theirs_count: number;
  readonly theirs_minor: number;
  readonly theirs_fee_minor: number;
  readonly posted_fee_minor: number;
  readonly theirs_currency: string | null;
  readonly line_id: string | null;
  readonly settled_at: string | null;
  /** When the last line of it was first reported. */
  readonly reported_at: string | null;
  readonly idempotency_key: string | null;
}

/** An attempt to move money, so that a line may name one that has no outcome yet. */
export interface AttemptRow {
  readonly attempt_id: string;
  readonly idempotency_key: string;
  readonly event_id: string;
  readonly event_type: string;
  readonly payment_id: string;
  readonly attempted_at: string;
  readonly open: number;
}

export interface ReconciliationTables {
  readonly reconciliation_movements: MovementRow;
  readonly reconciliation_attempts: AttemptRow;
}

const NOTHING = {
  ours_count: 0,
  ours_minor: 0,
  theirs_count: 0,
  theirs_minor: 0,
  theirs_fee_minor: 0,
  posted_fee_minor: 0,
};

/** Adds to a movement whichever side came first, and says what is known of it. */
function movement(key: Row, add: Partial<typeof NOTHING>, set: Row): Change[] {
  const table = 'reconciliation_movements';
  return [
    { op: 'add', table, key, add: { ...NOTHING, ...add } },
    { op: 'set', table, key, set },
  ];
}

const sameMovement = (a: SettlementLine, b: SettlementLine): boolean =>
  a.kind === b.kind && a.reference === b.reference;

type Seen = PaymentEvent | SettlementLineEvent;

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & Seen;
  switch (event.type) {
    case 'settlement-line.reported.v1': {
      const { kind, reference, amountMinor, feeMinor, ...line } = event.data;
      if (!isMovement(kind)) return [];
      return movement(
        { kind, reference },
        {
          theirs_count: 1,
          theirs_minor: amountMinor,
          theirs_fee_minor: feeMinor,
          posted_fee_minor: feeMinor,
        },
        {
          theirs_currency: line.currency,
          line_id: line.lineId,
          settled_at: line.settledAt,
          reported_at: recorded.metadata.effectiveAt,
          idempotency_key: line.idempotencyKey,
        },
      );
    }
    case 'settlement-line.restated.v1': {
      const { before, ...now } = event.data;
      const [was, is] = [
        { kind: before.kind, reference: before.reference },
        { kind: now.kind, reference: now.reference },
      ];
      const back = {
        theirs_count: -1,
        theirs_minor: -before.amountMinor,
        theirs_fee_minor: -before.feeMinor,
      };
      const there = {
        theirs_count: 1,
        theirs_minor: now.amountMinor,
        theirs_fee_minor: now.feeMinor,
      };
      return [
        ...(isMovement(before.kind) ? movement(was, back, { line_id: now.lineId }) : []),
        ...(isMovement(now.kind)
          ? movement(is, there, {
              theirs_currency: now.currency,
              line_id: now.lineId,
              settled_at: now.settledAt,
              idempotency_key: now.idempotencyKey,
              ...(sameMovement(before, now) ? {} : { reported_at: recorded.metadata.effectiveAt }),
            })
          : []),
      ];
    }
    default:
      return ofPayment(recorded, event);
  }
}

function ofPayment(recorded: RecordedEvent, event: PaymentEvent): Change[] {
  const changes: Change[] = [];
  const cause = {
    event_id: recorded.id,
    event_type: recorded.type,
    payment_id: idOf(recorded.stream),
  };
  const at = recorded.metadata.effectiveAt;
  const table = 'reconciliation_attempts';
  if (event.type === 'payment.attempt-recorded.v1') {
    const { attemptId, idempotencyKey, kind } = event.data;
    if (kind === 'authorise' || kind === 'raise' || kind === 'release') return [];
    const key = { attempt_id: attemptId, idempotency_key: idempotencyKey };
    return [{ op: 'put', table, row: { ...key, ...cause, attempted_at: at, open: 1 } }];
  }
  if (OUTCOMES.has(event.type)) {
    const { attemptId } = event.data as { attemptId: string | null };
    const key = { attempt_id: attemptId };
    if (attemptId !== null) changes.push({ op: 'set', table, key, set: { open: 0 } });
  }
  const moved = movementOf(event);
  if (!moved) return changes;
  const { kind, reference, amountMinor, currency } = moved;
  return [
    ...changes,
    ...movement(
      { kind, reference },
      { ours_count: 1, ours_minor: amountMinor },
      { ours_currency: currency, ...cause, moved_at: at },
    ),
  ];
}

/** What the ledger says has moved beside what the processor has reported, movement by movement. */
export const reconciliationProjection: Projection = {
  name: 'reconciliation',
  version: 2,
  categories: ['payment', 'settlementline'],
  tables: {
    reconciliation_movements: {
      columns: {
        kind: 'text',
        reference: 'text',
        ours_count: 'integer',
        ours_minor: 'integer',
        ours_currency: 'text',
        event_id: 'text',
        event_type: 'text',
        payment_id: 'text',
        moved_at: 'text',
        theirs_count: 'integer',
        theirs_minor: 'integer',
        theirs_fee_minor: 'integer',
        posted_fee_minor: 'integer',
        theirs_currency: 'text',
        line_id: 'text',
        settled_at: 'text',
        reported_at: 'text',
        idempotency_key: 'text',
      },
      key: ['kind', 'reference'],
    },
    reconciliation_attempts: {
      columns: {
        attempt_id: 'text',
        idempotency_key: 'text',
        event_id: 'text',
        event_type: 'text',
        payment_id: 'text',
        attempted_at: 'text',
        open: 'integer',
      },
      key: ['attempt_id'],
      indexes: [['idempotency_key']],
    },
  },
  evolve,
};
