import { type RecordedEvent, idOf } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { PaymentEvent } from '../../domain/payment/events';

export interface DeclinedPaymentRow {
  readonly payment_id: string;
  /** When it was declined last. */
  readonly declined_at: string;
}

export interface DeclineTables {
  readonly declines: DeclinedPaymentRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & PaymentEvent;
  if (event.type !== 'payment.declined.v1') return [];
  const row = { payment_id: idOf(recorded.stream), declined_at: recorded.metadata.effectiveAt };
  return [{ op: 'put', table: 'declines', row }];
}

/** Which payments were ever declined: what another dunning policy is tried on. */
export const declinesProjection: Projection = {
  name: 'declines',
  version: 1,
  categories: ['payment'],
  tables: {
    declines: {
      columns: { payment_id: 'text', declined_at: 'text' },
      key: ['payment_id'],
      indexes: [['declined_at', 'payment_id']],
    },
  },
  evolve,
};
