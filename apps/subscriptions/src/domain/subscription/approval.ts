import { addDays } from '@continuo/kernel/calendar';
import type { LocalDate } from '@continuo/kernel/instant';
import { AGENT_PRICE_LIMIT_PERCENT } from '../plan/policies';
import type { Approval, Change } from './change';
import { planPriceMinor } from './cycle-terms';
import { dateOf, isComplete, nextAhead } from './schedule';
import type { StartedSubscription } from './state';

/** Changes that reach into the next cycle; the others leave it as it is. */
const REACH_THE_NEXT: ReadonlySet<Change['kind']> = new Set([
  'price',
  'product',
  'quantity',
  'add-product',
  'remove-product',
  'component',
  'add-on',
  'remove-add-on',
  'plan',
  'address',
  'anchor',
  'date',
  'skip',
]);

/** All that a supervisor has to decide about a change; empty when an agent may make it alone. */
export function approvalsFor(
  state: StartedSubscription,
  change: Change,
  today: LocalDate,
): readonly Approval[] {
  const approvals: Approval[] = [];
  if (change.kind === 'price') approvals.push(...approvalsForPrice(state, change.unitPriceMinor));
  const committed = state.policies.commitmentDeliveries;
  const deliveries = leavesAt(state, change);
  if (deliveries !== null && committed !== null && deliveries < committed) {
    approvals.push({ what: 'commitment', deliveries, committed });
  }
  const closed = closedCycle(state, change, today);
  if (closed) approvals.push(closed);
  return approvals;
}

/** A price that an undo brings back is a price that is agreed: what a supervisor has to decide about it. */
export function approvalsToRestore(
  before: StartedSubscription,
  after: StartedSubscription,
): readonly Approval[] {
  const prices: number[] = [];
  if (after.unitPriceMinor !== before.unitPriceMinor) prices.push(after.unitPriceMinor);
  const { override } = after;
  if (override && override.unitPriceMinor !== before.override?.unitPriceMinor) {
    prices.push(override.unitPriceMinor);
  }
  return prices.flatMap((price) => approvalsForPrice(after, price)).slice(0, 1);
}

function approvalsForPrice(state: StartedSubscription, unitPriceMinor: number): Approval[] {
  const price = planPriceMinor(state);
  const { agentPriceLimitPercent: limitPercent = AGENT_PRICE_LIMIT_PERCENT } = state.policies;
  const fromMinor = Math.ceil((price * (100 - limitPercent)) / 100);
  const toMinor = Math.floor((price * (100 + limitPercent)) / 100);
  const within = unitPriceMinor >= fromMinor && unitPriceMinor <= toMinor;
  return within ? [] : [{ what: 'price', fromMinor, toMinor, limitPercent }];
}

/** The deliveries with which a change lets the customer leave, the first order included; null where it does not. */
function leavesAt(state: StartedSubscription, change: Change): number | null {
  if (change.kind === 'plan') {
    const { commitmentDeliveries: before } = state.policies;
    const { commitmentDeliveries: after } = change.agreed.policies;
    return (after ?? 0) < (before ?? 0) ? state.counts.locked + 1 : null;
  }
  if (change.kind !== 'cancel') return null;
  const { when } = change;
  if (when?.at === 'commitment') return null;
  const last = when?.at === 'cycle' ? when.cycle : state.nextCycle - 1;
  const skipped = state.skips.filter(({ cycle }) => cycle <= last).length;
  return state.counts.locked + 1 + Math.max(0, last - state.nextCycle + 1 - skipped);
}

function closedCycle(
  state: StartedSubscription,
  change: Change,
  today: LocalDate,
): Approval | undefined {
  const { cutOffDays } = state.policies;
  if (cutOffDays === 0 || !REACH_THE_NEXT.has(change.kind) || isComplete(state)) return undefined;
  if (state.status === 'held' || state.status === 'cancelled') return undefined;
  const cycle = nextAhead(state);
  if ('cycle' in change && change.cycle !== undefined && change.cycle !== cycle) return undefined;
  const closedOn = addDays(dateOf(state, cycle), -cutOffDays);
  return today > closedOn ? { what: 'cut-off', cycle, closedOn } : undefined;
}
