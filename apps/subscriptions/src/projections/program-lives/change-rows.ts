import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change } from '@continuo/read-store/projection';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { dateOfEvent, dayOf } from './cycle-changes';
import type { ChangeRow } from './tables';

type Recorded = RecordedEvent & SubscriptionEvent;
type Said = Pick<ChangeRow, 'kind'> & Partial<Pick<ChangeRow, 'detail' | 'taken' | 'from_status'>>;

/** Changes of a running program whose effect on its survival is asked for. */
export const CHANGE_KINDS = [
  'interval',
  'price',
  'product',
  'quantity',
  'date',
  'skip',
  'pause',
  'plan',
] as const;

/** A row for what somebody has changed, and what it undoes. */
export function changeRows(event: Recorded): readonly Change[] {
  const { commandId } = event.metadata;
  const said = whatWasChanged(event);
  if (!said) return [];
  const row: Change = {
    op: 'put',
    table: 'program_lives_changes',
    row: { ...rowOf(event, said) },
  };
  if (event.type !== 'subscription.change-undone.v1') return [row];
  // What the undo has compensated with is no change that anybody asked for.
  return [
    partOf(event, commandId, { compensates: 1 }),
    row,
    partOf(event, event.data.changeId, { undone_by: commandId }),
  ];
}

/** All rows of a request. */
function partOf(
  event: Recorded,
  changeId: string,
  set: Partial<Pick<ChangeRow, 'undone_by' | 'compensates'>>,
): Change {
  const key = { subscription_id: idOf(event.stream), change_id: changeId };
  return { op: 'set', table: 'program_lives_changes', key, set };
}

function rowOf(event: Recorded, said: Said): ChangeRow {
  const { actor, commandId } = event.metadata;
  const date = dateOfEvent(event);
  return {
    subscription_id: idOf(event.stream),
    change_id: commandId,
    revision: event.revision,
    detail: null,
    taken: null,
    from_status: null,
    ...said,
    month: date.slice(0, 7),
    day: dayOf(date),
    actor_kind: actor.kind,
    actor_id: actor.id,
    call_centre_id: actor.callCentreId ?? null,
    undone_by: null,
    compensates: null,
  };
}

function whatWasChanged(event: SubscriptionEvent): Said | undefined {
  switch (event.type) {
    case 'subscription.interval-changed.v1':
      return { kind: 'interval' };
    case 'subscription.price-changed.v1':
    case 'subscription.price-overridden.v1':
      return { kind: 'price' };
    case 'subscription.product-changed.v1':
      return { kind: 'product' };
    case 'subscription.quantity-changed.v1':
      return { kind: 'quantity' };
    case 'subscription.cycle-date-changed.v1':
    case 'subscription.cycle-sent-now.v1':
    case 'subscription.anchor-moved.v1':
      return { kind: 'date' };
    case 'subscription.cycle-skipped.v1':
      return { kind: 'skip' };
    case 'subscription.paused.v1':
      return { kind: 'pause' };
    case 'subscription.plan-changed.v1':
      return { kind: 'plan' };
    case 'subscription.cancelled.v1': {
      const { reasonCode, from } = event.data;
      return { kind: 'cancel', detail: reasonCode, from_status: from };
    }
    case 'subscription.cancellation-scheduled.v1':
      return { kind: 'cancel-later', detail: event.data.ending.reasonCode };
    case 'subscription.cancellation-withdrawn.v1':
      return { kind: 'cancel-withdrawn', detail: event.data.from.reasonCode };
    case 'subscription.reactivated.v1':
      return event.data.from === 'cancelled' ? { kind: 'return' } : undefined;
    case 'subscription.won-back.v1':
      return { kind: 'return', detail: event.data.offer };
    case 'subscription.save-offers-shown.v1': {
      const { offers, reasonCode } = event.data;
      const taken = offers.some((offer) => offer.taken) ? 1 : 0;
      return { kind: 'save-offers', detail: reasonCode, taken };
    }
    case 'subscription.change-undone.v1':
      return { kind: 'undo' };
    default:
      return undefined;
  }
}
