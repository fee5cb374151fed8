import { addDays } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import { planPriceMinor } from './cycle-terms';
import { dateOf, nextAhead, nextOpen, type ScheduledCycle, upcoming } from './schedule';
import type { StartedSubscription } from './state';
import type { NewPrices, PriceMove } from './terms';

/** What a roll-out asks of a program: these prices, on no earlier date and after so many days' notice. */
export interface PriceOffer {
  readonly rolloutId: string;
  readonly prices: NewPrices;
  readonly fromOn: LocalDate;
  readonly noticeDays: number;
}

/** Why a program keeps the prices it has. */
export const KEEPING_RULES = [
  'agreed-price',
  'price-override',
  'commitment',
  'trial',
  'ended-or-held',
  'no-cycle-ahead',
  'other-plan',
  'other-rollout',
  'same-or-later-version',
  'product-not-in-version',
] as const;
export type KeepingRule = (typeof KEEPING_RULES)[number];

/** Prices that were agreed with the customer, or that the customer has committed to, are not rolled over. */
export function keepingRule(
  state: StartedSubscription,
  { prices, rolloutId }: Pick<PriceOffer, 'prices' | 'rolloutId'>,
): KeepingRule | null {
  const { status, plan, policies, counts, override, priceMove } = state;
  if (plan.planId !== prices.planId) return 'other-plan';
  if (plan.version >= prices.version) return 'same-or-later-version';
  if (status === 'cancelled' || status === 'expired' || status === 'held') return 'ended-or-held';
  if (status === 'trial' || state.trialEndsOn !== null || state.awaitingReceipt) return 'trial';
  if (priceMove && priceMove.rolloutId !== rolloutId) return 'other-rollout';
  if (override) return 'price-override';
  const { commitmentDeliveries } = policies;
  if (commitmentDeliveries !== null && counts.locked + 1 < commitmentDeliveries) {
    return 'commitment';
  }
  if (state.unitPriceMinor !== planPriceMinor(state)) return 'agreed-price';
  return prices.products.some(({ sku }) => sku === state.sku) ? null : 'product-not-in-version';
}

/** The first cycle at the new prices, as it was and as it will be; or why there is none. */
export type ForeseenMove =
  | { readonly keeps: KeepingRule }
  | {
      readonly keeps: null;
      readonly move: PriceMove;
      readonly before: ScheduledCycle;
      readonly after: ScheduledCycle;
    };

/** What a roll-out would do to a program if the customer were told today. Rehearsal and effect both ask here. */
export function foreseeMove(
  state: StartedSubscription,
  offer: PriceOffer,
  today: LocalDate,
): ForeseenMove {
  const keeps = keepingRule(state, offer);
  if (keeps) return { keeps };
  const { rolloutId, prices, fromOn, noticeDays } = offer;
  const told = addDays(today, noticeDays);
  const notBefore = told > fromOn ? told : fromOn;
  let fromCycle = nextAhead(state);
  let ahead = 0;
  for (; dateOf(state, fromCycle) < notBefore; ahead += 1) {
    fromCycle = nextOpen(state, fromCycle + 1);
  }
  const move = { rolloutId, prices, fromCycle, notBefore };
  const before = upcoming({ ...state, priceMove: null }, ahead + 1)[ahead];
  const after = upcoming({ ...state, priceMove: move }, ahead + 1)[ahead];
  return before && after ? { keeps: null, move, before, after } : { keeps: 'no-cycle-ahead' };
}
