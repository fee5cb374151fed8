import { never } from '@continuo/kernel/decider';
import type { SubscriptionEvent } from '../domain/subscription/events';
import type {
  FurtherChangeFact,
  NoticeDue,
  TermsAgreed,
  TrialStarted,
} from '../domain/subscription/further-events';
import type { CycleTerms, Ending, PlanInForce, Standing } from '../domain/subscription/terms';
import { changeText } from './change.view';
import type { Told } from './told';

type Further = Extract<
  SubscriptionEvent,
  FurtherChangeFact | TermsAgreed | TrialStarted | NoticeDue
>;

/** The words for what agents change beyond the calendar and the product. */
export function tellFurther(event: Further): Told[] {
  switch (event.type) {
    case 'subscription.terms-agreed.v1':
      return [{ field: 'policies', from: null, to: 'agreed' }];
    case 'subscription.trial-started.v1': {
      const { receivedOn, trialEndsOn } = event.data;
      return [
        { field: 'received_on', from: null, to: receivedOn },
        { field: 'trial_ends_on', from: null, to: trialEndsOn },
      ];
    }
    case 'subscription.receipt-withdrawn.v1': {
      const { receivedOn, from, trialEndsOn } = event.data;
      return [
        { field: 'received_on', from: receivedOn, to: null },
        { field: 'trial_ends_on', from, to: trialEndsOn },
      ];
    }
    case 'subscription.notice-due.v1': {
      const { notice, cycle } = event.data;
      return [{ field: 'notice', from: null, to: notice, cycle }];
    }
    case 'subscription.cycle-sent-now.v1': {
      const { from, to, cycle } = event.data;
      return [{ field: 'due_on', from, to, cycle }];
    }
    case 'subscription.anchor-moved.v1': {
      const { from, to, fromCycle } = event.data;
      return [{ field: 'anchor_on', from, to, cycle: fromCycle }];
    }
    case 'subscription.price-overridden.v1': {
      const { from, to, standingMinor, fromCycle: cycle } = event.data;
      const price = {
        field: 'unit_price_minor',
        from: from?.unitPriceMinor ?? standingMinor,
        to: to?.unitPriceMinor ?? standingMinor,
        cycle,
      };
      const cycles = {
        field: 'price_cycles',
        from: from?.cyclesLeft ?? null,
        to: to?.cyclesLeft ?? null,
        cycle,
      };
      return [price, cycles];
    }
    case 'subscription.product-added.v1':
      return [product('further_products', null, event.data)];
    case 'subscription.product-removed.v1':
      return [product('further_products', event.data.product, event.data)];
    case 'subscription.component-swapped.v1':
    case 'subscription.product-component-swapped.v1': {
      const { from, to, fromCycle } = event.data;
      return [{ field: 'component', from: from.sku, to: to.sku, cycle: fromCycle }];
    }
    case 'subscription.add-on-taken.v1':
      return [product('add_on', null, event.data)];
    case 'subscription.add-on-dropped.v1':
      return [product('add_on', event.data.product, event.data)];
    case 'subscription.plan-changed.v1': {
      const { from, to, fromCycle } = event.data;
      return [{ field: 'plan', from: planText(from), to: planText(to), cycle: fromCycle }];
    }
    case 'subscription.address-changed.v1': {
      const { from, to, fromCycle } = event.data;
      // Where the sealed addresses stand: whoever may see them opens them.
      return [{ field: 'ship_to', from: addressText(from), to: addressText(to), cycle: fromCycle }];
    }
    case 'subscription.put-on-hold.v1': {
      const { from, holdReason } = event.data;
      return [{ field: 'status', from: standingText(from), to: `held (${holdReason})` }];
    }
    case 'subscription.released-from-hold.v1': {
      const { from, status } = event.data;
      return [{ field: 'status', from: `held (${from})`, to: status }];
    }
    case 'subscription.cancellation-scheduled.v1': {
      const { from, ending } = event.data;
      return [{ field: 'ends', from: endingText(from), to: endingText(ending) }];
    }
    case 'subscription.cancellation-withdrawn.v1':
      return [{ field: 'ends', from: endingText(event.data.from), to: null }];
    case 'subscription.save-offers-shown.v1':
      return event.data.offers.map(({ offer, taken }) => ({
        field: 'save_offer',
        from: offer,
        to: taken ? 'taken' : 'declined',
      }));
    case 'subscription.won-back.v1':
      return [{ field: 'status', from: endedAs(event.data), to: 'active' }];
    case 'subscription.trial-converted.v1': {
      const { from, to, cycle } = event.data;
      return [{ field: 'trial_ends_on', from, to, cycle }];
    }
    case 'subscription.trial-declined.v1':
      return [{ field: 'trial_ends_on', from: event.data.trialEndsOn, to: null }];
    case 'subscription.calendar-restored.v1': {
      const { from, to, fromOn, nextCycleOn } = event.data;
      const next = { field: 'next_cycle_on', from: fromOn, to: nextCycleOn };
      return from === to ? [next] : [{ field: 'interval', from, to }, next];
    }
    case 'subscription.card-updated.v1':
      return [{ field: 'payment_token', from: event.data.from, to: event.data.to }];
    case 'subscription.payment-method-restored.v1': {
      const { from, to } = event.data;
      return [{ field: 'payment_token', from: from.token, to: to.token }];
    }
    case 'subscription.reinstated.v1': {
      const { from, to } = event.data;
      return [{ field: 'status', from: standingText(from), to: standingText(to) }];
    }
    case 'subscription.change-undone.v1':
      return [{ field: 'change', from: event.data.changeId, to: 'undone' }];
    case 'subscription.consent-recorded.v1':
      return [{ field: 'consent', from: null, to: event.data.words }];
    case 'subscription.approval-requested.v2': {
      const { requestId, requestedBy, changes } = event.data;
      return [
        { field: 'approval', from: requestId, to: `requested by ${requestedBy.id}` },
        ...changes.map((change) => ({ field: 'asked', from: null, to: changeText(change) })),
      ];
    }
    case 'subscription.approval-given.v1': {
      const { requestId, approvedBy } = event.data;
      return [{ field: 'approval', from: requestId, to: `approved by ${approvedBy.id}` }];
    }
    case 'subscription.approval-refused.v1': {
      const { requestId, refusedBy } = event.data;
      return [{ field: 'approval', from: requestId, to: `refused by ${refusedBy.id}` }];
    }
    default:
      return never(event);
  }
}

function product(
  field: string,
  before: CycleTerms | null,
  data: { readonly product: CycleTerms; readonly fromCycle: number },
): Told {
  const text = `${data.product.quantity} x ${data.product.sku}`;
  return { field, from: before && text, to: before ? null : text, cycle: data.fromCycle };
}

const endedAs = ({ totalCycles }: { readonly totalCycles?: number }): string =>
  totalCycles === undefined ? 'cancelled' : 'expired';

const planText = ({ plan }: PlanInForce): string => `${plan.planId} version ${plan.version}`;

const addressText = ({ stream, field }: { stream: string; field: string }): string =>
  `${stream} ${field}`;

function standingText(standing: Standing): string {
  if (standing.status === 'paused') return `paused until ${standing.until}`;
  if (standing.status === 'held') return `held (${standing.reason})`;
  return standing.status;
}

function endingText(ending: Ending | null): string | null {
  if (!ending) return null;
  const { lastCycle, deliveries } = ending;
  return lastCycle === null ? `after ${deliveries} deliveries` : `with cycle ${lastCycle}`;
}
