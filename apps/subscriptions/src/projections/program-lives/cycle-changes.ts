import { daysBetween } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import { multiplyMinor } from '@continuo/kernel/money';
import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import type { Change, Row } from '@continuo/read-store/projection';
import type { CycleLocked, SubscriptionEvent } from '../../domain/subscription/events';
import type { CycleRow } from './tables';

type Recorded = RecordedEvent & SubscriptionEvent;

const EPOCH: LocalDate = '1970-01-01';

/** Days since 1970-01-01. */
export const dayOf = (date: LocalDate): number => daysBetween(EPOCH, date);

/** The date, by UTC, on which an event took effect. */
export const dateOfEvent = ({ metadata }: RecordedEvent): LocalDate =>
  metadata.effectiveAt.slice(0, 10);

/** What an event makes of the cycles that were handed over. */
export function cycleChanges(event: Recorded): readonly Change[] {
  const subscriptionId = idOf(event.stream);
  const set = (cycle: number, row: Row): Change => ({
    op: 'set',
    table: 'program_lives_cycles',
    key: { subscription_id: subscriptionId, cycle },
    set: row,
  });
  const declined = (cycle: number): Change => ({
    op: 'add',
    table: 'program_lives_cycles',
    key: { subscription_id: subscriptionId, cycle },
    add: { declines: 1 },
  });
  switch (event.type) {
    case 'subscription.cycle-locked.v2': {
      const row = lockedRow(subscriptionId, event.revision, event.data);
      return [{ op: 'put', table: 'program_lives_cycles', row: { ...row } }];
    }
    case 'subscription.cycle-charge-unsettled.v1':
      return [set(event.data.cycle, { status: 'charging' })];
    case 'subscription.cycle-paid.v1': {
      const { cycle, amountMinor } = event.data;
      const paidDay = dayOf(dateOfEvent(event));
      return [set(cycle, { status: 'paid', paid_minor: amountMinor, paid_day: paidDay })];
    }
    case 'subscription.cycle-declined.v1': {
      const { cycle, decline, code } = event.data;
      return [declined(cycle), set(cycle, { status: 'charging', decline, decline_code: code })];
    }
    case 'subscription.cycle-failed.v1': {
      const { cycle, decline, code } = event.data;
      return [declined(cycle), set(cycle, { status: 'failed', decline, decline_code: code })];
    }
    case 'subscription.cycle-released.v1':
      return [set(event.data.cycle, { status: 'released' })];
    case 'subscription.cycle-shipped.v1': {
      const { cycle, amountMinor } = event.data;
      return [set(cycle, { status: 'shipped', shipped_minor: amountMinor })];
    }
    case 'subscription.cycle-voided.v1':
      return [set(event.data.cycle, { status: 'void' })];
    case 'subscription.cancelled.v1':
      return event.data.openOrders
        .filter(({ status }) => status === 'locked' || status === 'charging')
        .map(({ cycle }) => set(cycle, { status: 'void' }));
    default:
      return [];
  }
}

function lockedRow(
  subscriptionId: string,
  revision: number,
  { cycle, dueOn, lines, shippingMinor, ...main }: CycleLocked['data'],
): CycleRow {
  const goodsMinor = [main, ...lines].reduce(
    (sum, { unitPriceMinor, quantity }) => sum + multiplyMinor(unitPriceMinor, quantity),
    0,
  );
  return {
    subscription_id: subscriptionId,
    cycle,
    due_month: dueOn.slice(0, 7),
    due_day: dayOf(dueOn),
    locked_revision: revision,
    status: 'locked',
    due_minor: goodsMinor + shippingMinor,
    paid_minor: null,
    paid_day: null,
    shipped_minor: null,
    declines: null,
    decline: null,
    decline_code: null,
  };
}
