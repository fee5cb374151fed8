import type { LocalDate } from '@continuo/kernel/instant';
import type { MadeChange } from './commands';
import { restoreReceipt } from './compensate-receipt';
import { restoreCalendar, restoreCycle, restoreStanding } from './compensate-calendar';
import { isSameBundle, productTerms, swappedBack } from './bundle';
import { planPriceMinor } from './cycle-terms';
import { type Draft, UNDECIDED } from './draft';
import { undoTooLate } from './errors-of-changes';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { nextAhead } from './schedule';
import type { Cycle, StartedSubscription, SubscriptionState } from './state';
import type { PriceOverride } from './terms';
import type { Part } from './touches';

export interface Undoing {
  readonly made: MadeChange;
  readonly handedOver: readonly Cycle[];
  readonly today: LocalDate;
}

/** The facts that put one part of a program back to what it was before a change. */
export function compensate(part: Part, state: StartedSubscription, undoing: Undoing): Draft[] {
  const { before } = undoing.made;
  const { customerId } = state;
  const ahead = { customerId, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  switch (part) {
    case 'plan': {
      const { plan, policies, prepaidSince } = state;
      const from = { plan, policies, prepaidSince };
      const to = {
        plan: before.plan,
        policies: before.policies,
        prepaidSince: before.prepaidSince,
      };
      return [{ type: 'subscription.plan-changed.v1', data: { ...ahead, from, to } }];
    }
    case 'product': {
      if (state.sku === before.sku && isSameBundle(state.components, before.components)) return [];
      const data = { ...ahead, from: productTerms(state), to: productTerms(before) };
      return [{ type: 'subscription.product-changed.v1', data }];
    }
    case 'components':
      return backwards(state, undoing, swappedBack);
    case 'price':
      return restorePrice(state, undoing);
    case 'quantity': {
      const data = { ...ahead, from: state.quantity, to: before.quantity };
      return data.from === data.to ? [] : [{ type: 'subscription.quantity-changed.v1', data }];
    }
    case 'products':
      return restoreProducts(state, undoing);
    case 'add-ons':
      return restoreAddOns(state, undoing);
    case 'address': {
      const data = { ...ahead, from: state.shipTo, to: before.shipTo };
      return [{ type: 'subscription.address-changed.v1', data }];
    }
    case 'payment-method': {
      const { payment: from } = state;
      if (from.token === before.payment.token) return [];
      const data = { customerId, from, to: before.payment, nextCycleOn: UNDECIDED };
      return [{ type: 'subscription.payment-method-restored.v1', data }];
    }
    case 'zone': {
      const { zone: from } = state;
      if (from === before.zone) return [];
      const data = { customerId, from, to: before.zone, nextCycleOn: UNDECIDED };
      return [{ type: 'subscription.zone-changed.v1', data }];
    }
    case 'receipt':
      return restoreReceipt(state, undoing);
    case 'ending':
      return restoreEnding(state, undoing);
    case 'standing':
      return restoreStanding(state, undoing);
    case 'calendar':
      return restoreCalendar(state, undoing);
    default:
      return restoreCycle(state, Number(part.slice('cycle '.length)), undoing);
  }
}

function restorePrice(state: StartedSubscription, { made, handedOver }: Undoing): Draft[] {
  const { unitPriceMinor: fromMinor, override: from, customerId } = state;
  const { unitPriceMinor: toMinor, override } = made.before;
  const common = {
    customerId,
    planPriceMinor: planPriceMinor(state),
    fromCycle: nextAhead(state),
    nextCycleOn: UNDECIDED,
  };
  const drafts: Draft[] = [];
  if (fromMinor !== toMinor) {
    drafts.push({
      type: 'subscription.price-changed.v1',
      data: { ...common, fromMinor, toMinor },
    });
  }
  const to = lessBy(override, handedOver.length);
  if (from?.unitPriceMinor !== to?.unitPriceMinor || from?.cyclesLeft !== to?.cyclesLeft) {
    const data = { ...common, from, to, standingMinor: toMinor };
    drafts.push({ type: 'subscription.price-overridden.v1', data });
  }
  return drafts;
}

function lessBy(override: PriceOverride | null, cycles: number): PriceOverride | null {
  if (!override || override.cyclesLeft <= cycles) return null;
  return { ...override, cyclesLeft: override.cyclesLeft - cycles };
}

/** The facts of a change from the last to the first, each undone upon those after it. */
function backwards(
  state: StartedSubscription,
  { made }: Undoing,
  back: (now: StartedSubscription, event: SubscriptionEvent) => Draft[],
): Draft[] {
  const drafts: Draft[] = [];
  let now = state;
  for (const event of made.events.toReversed()) {
    const undone = back(now, event);
    drafts.push(...undone);
    now = undone.reduce<SubscriptionState>(evolve, now) as StartedSubscription;
  }
  return drafts;
}

/** Takes out what was added, puts back what was taken out, and ships again what was swapped. */
function restoreProducts(state: StartedSubscription, undoing: Undoing): Draft[] {
  const { customerId } = state;
  const common = { customerId, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return backwards(state, undoing, (now, event): Draft[] => {
    switch (event.type) {
      case 'subscription.product-added.v1': {
        const { product } = event.data;
        return [{ type: 'subscription.product-removed.v1', data: { ...common, product } }];
      }
      case 'subscription.product-removed.v1': {
        const { product } = event.data;
        return [{ type: 'subscription.product-added.v1', data: { ...common, product } }];
      }
      case 'subscription.product-component-swapped.v1':
        return swappedBack(now, event);
      default:
        return [];
    }
  });
}

/** An add-on that has left cannot be called back. */
function restoreAddOns(state: StartedSubscription, { made, handedOver }: Undoing): Draft[] {
  const { customerId } = state;
  const common = { customerId, fromCycle: nextAhead(state), nextCycleOn: UNDECIDED };
  return made.events.toReversed().flatMap((event): Draft[] => {
    switch (event.type) {
      case 'subscription.add-on-taken.v1': {
        const { product } = event.data;
        if (!state.addOns.some(({ sku }) => sku === product.sku)) {
          throw undoTooLate(`${product.name} was handed over.`, handedOver);
        }
        return [{ type: 'subscription.add-on-dropped.v1', data: { ...common, product } }];
      }
      case 'subscription.add-on-dropped.v1': {
        const { product } = event.data;
        return [{ type: 'subscription.add-on-taken.v1', data: { ...common, product } }];
      }
      default:
        return [];
    }
  });
}

/** A cancellation that was still to come; once it has come about the program is to be reactivated instead. */
function restoreEnding(state: StartedSubscription, { made, handedOver }: Undoing): Draft[] {
  const { customerId, ending: from } = state;
  const { ending } = made.before;
  if (made.after.ending && !from) throw undoTooLate('The program has ended since.', handedOver);
  if (ending) {
    if (JSON.stringify(ending) === JSON.stringify(from)) return [];
    const data = { customerId, from, ending, nextCycleOn: UNDECIDED };
    return [{ type: 'subscription.cancellation-scheduled.v1', data }];
  }
  if (!from) return [];
  const data = { customerId, from, nextCycleOn: UNDECIDED };
  return [{ type: 'subscription.cancellation-withdrawn.v1', data }];
}
