import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Projection } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';

export interface ProgramCardRow {
  readonly subscription_id: string;
  readonly token: string;
}

export interface ProgramCardTables {
  readonly programs_by_card: ProgramCardRow;
}

function evolve(recorded: RecordedEvent): readonly Change[] {
  const event = recorded as RecordedEvent & SubscriptionEvent;
  const token = tokenAfter(event);
  if (token === undefined) return [];
  const row: ProgramCardRow = { subscription_id: idOf(event.stream), token };
  return [{ op: 'put', table: 'programs_by_card', row: { ...row } }];
}

function tokenAfter(event: SubscriptionEvent): string | undefined {
  switch (event.type) {
    case 'subscription.started.v1':
      return event.data.payment.token;
    case 'subscription.payment-method-changed.v1':
    case 'subscription.card-updated.v1':
      return event.data.to;
    case 'subscription.payment-method-restored.v1':
      return event.data.to.token;
    default:
      return undefined;
  }
}

/** Which programs are charged on a card? */
export const programsByCardProjection: Projection = {
  name: 'programs-by-card',
  version: 1,
  categories: ['subscription'],
  tables: {
    programs_by_card: {
      columns: { subscription_id: 'text', token: 'text' },
      key: ['subscription_id'],
      indexes: [['token']],
    },
  },
  evolve,
};
