import type { ChangeFact, SubscriptionEvent } from './events';
import { evolveFurther, isFurtherChange } from './evolve-further';
import { passBy, withCycle, without, withoutStatus } from './fold-helpers';
import type { StartedSubscription } from './state';
import { endingFor } from './stopped-by-seller';

/** What an agent has changed. */
export function evolveChange(state: StartedSubscription, event: ChangeFact): StartedSubscription {
  switch (event.type) {
    case 'subscription.interval-changed.v1': {
      const { to, anchor, skips, dates, nextCycle } = event.data;
      return { ...state, interval: to, anchor, skips, dates, nextCycle };
    }
    case 'subscription.price-changed.v1':
      return { ...state, unitPriceMinor: event.data.toMinor };
    case 'subscription.product-changed.v1': {
      const { components: _, ...bare } = state;
      return { ...bare, ...event.data.to };
    }
    case 'subscription.quantity-changed.v1':
      return { ...state, quantity: event.data.to };
    case 'subscription.cycle-date-changed.v1': {
      const { anchor, skips, dates, nextCycle } = event.data;
      return { ...state, anchor, skips, dates, nextCycle };
    }
    case 'subscription.cycle-skipped.v1': {
      const { cycle, on } = event.data;
      return {
        ...state,
        skips: [...without(state.skips, cycle), { cycle, on }],
        dates: without(state.dates, cycle),
      };
    }
    case 'subscription.cycle-unskipped.v1': {
      const { cycle, on } = event.data;
      return {
        ...state,
        skips: without(state.skips, cycle),
        dates: [...without(state.dates, cycle), { cycle, on }],
      };
    }
    case 'subscription.paused.v1':
      return { ...withoutStatus(state), status: 'paused', until: event.data.until };
    case 'subscription.resumed.v1': {
      const { passed, nextCycle, status } = event.data;
      const last = passed[passed.length - 1];
      return {
        ...withoutStatus(passBy(state, nextCycle, last ? last.on : state.lastDueOn)),
        status,
      };
    }
    case 'subscription.cancelled.v1': {
      const { openOrders, reasonCode, note } = event.data;
      const after = openOrders
        .filter(({ status }) => status === 'locked' || status === 'charging')
        .reduce(
          (now, { cycle }) => withCycle(now, cycle, { status: 'void', declined: undefined }),
          state,
        );
      const endedFor = endingFor(state, reasonCode);
      const ended = { status: 'cancelled', reasonCode, note, ending: null, endedFor } as const;
      return { ...withoutStatus(after), ...ended };
    }
    case 'subscription.reactivated.v1': {
      const { anchor, nextCycle, passed } = event.data;
      const last = passed[passed.length - 1];
      const after = passBy(
        { ...state, skips: [], dates: [], anchor },
        nextCycle,
        last ? last.on : state.lastDueOn,
      );
      return { ...withoutStatus(after), trialEndsOn: null, status: 'active' };
    }
    case 'subscription.payment-method-changed.v1':
      return { ...state, payment: { token: event.data.to, networkTransactionId: null } };
    case 'subscription.zone-changed.v1':
      return { ...state, zone: event.data.to };
    default:
      return evolveFurther(state, event);
  }
}

export function isChange(
  event: Exclude<SubscriptionEvent, { type: 'subscription.started.v1' }>,
): event is ChangeFact {
  switch (event.type) {
    case 'subscription.interval-changed.v1':
    case 'subscription.price-changed.v1':
    case 'subscription.product-changed.v1':
    case 'subscription.quantity-changed.v1':
    case 'subscription.cycle-date-changed.v1':
    case 'subscription.cycle-skipped.v1':
    case 'subscription.cycle-unskipped.v1':
    case 'subscription.paused.v1':
    case 'subscription.resumed.v1':
    case 'subscription.cancelled.v1':
    case 'subscription.reactivated.v1':
    case 'subscription.payment-method-changed.v1':
    case 'subscription.zone-changed.v1':
      return true;
    default:
      return isFurtherChange(event);
  }
}
