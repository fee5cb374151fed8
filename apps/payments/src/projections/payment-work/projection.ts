import { type RecordedEvent, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection, Row } from '@continuo/read-store/projection';
import type { NoticeEvent } from '../../domain/notice/decider';
import type { PaymentEvent } from '../../domain/payment/events';

/** One thing about money that waits for a person. */
export interface WorkRow {
  /** Of the attempt, or of the notice. */
  readonly work_id: string;
  readonly kind: 'attempt' | 'notice';
  /** The payment; of a notice, the one that it names and that is not ours. */
  readonly payment_id: string | null;
  readonly cause: string;
  readonly since: string;
  readonly position: number;
}

export interface PaymentWorkTables {
  readonly payment_work: WorkRow;
}

const TABLE = 'payment_work';

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & (PaymentEvent | NoticeEvent);
  const { position } = recorded;
  const since = recorded.metadata.effectiveAt;
  switch (event.type) {
    case 'payment.handed-to-a-person.v1': {
      const { attemptId, cause } = event.data;
      const payment_id = idOf(recorded.stream);
      return [put({ work_id: attemptId, kind: 'attempt', payment_id, cause, since, position })];
    }
    case 'gateway-notice.received.v1': {
      const { account, kind, gatewayId, paymentId, outcome } = event.data;
      if (outcome !== 'unmatched') return [];
      const cause = `${account} tells ${kind} (${gatewayId}) of a payment that is not ours`;
      const work_id = idOf(recorded.stream);
      return [put({ work_id, kind: 'notice', payment_id: paymentId, cause, since, position })];
    }
    case 'gateway-notice.settled.v1':
      return [done(idOf(recorded.stream))];
    case 'payment.matter-settled.v1':
    case 'payment.authorised.v1':
    case 'payment.reauthorised.v1':
    case 'payment.authorisation-raised.v1':
    case 'payment.declined.v1':
    case 'payment.attempt-abandoned.v1':
    case 'payment.captured.v1':
    case 'payment.refunded.v1':
    case 'payment.deposit-taken.v1':
    case 'payment.deposit-refunded.v1':
    case 'payment.authorisation-released.v1':
      return event.data.attemptId === null ? [] : [done(event.data.attemptId)];
    default:
      return [];
  }
}

function put(row: WorkRow): Change {
  return { op: 'put', table: TABLE, row: { ...row } satisfies Row };
}

function done(workId: string): Change {
  return { op: 'remove', table: TABLE, key: { work_id: workId } };
}

/** What about money waits for a person: outcomes that no gateway tells, money that is not ours. */
export const paymentWorkProjection: Projection = {
  name: 'payment-work',
  version: 1,
  categories: ['payment', 'gatewaynotice'],
  tables: {
    [TABLE]: {
      columns: {
        work_id: 'text',
        kind: 'text',
        payment_id: 'text',
        cause: 'text',
        since: 'text',
        position: 'integer',
      },
      key: ['work_id'],
      indexes: [['position']],
    },
  },
  evolve,
};
