import { localDateOf } from '@continuo/kernel/calendar';
import { never } from '@continuo/kernel/decider';
import type { LocalDate } from '@continuo/kernel/instant';
import { approvalsFor } from './approval';
import type { Change, ChangeKind } from './change';
import type { ChangeCommand } from './commands';
import {
  decideAnchor,
  decideDate,
  decideInterval,
  decideSendNow,
  decideSkip,
  decideUnskip,
} from './decide-calendar';
import {
  decideCancel,
  decideConversion,
  decideEndTrial,
  decideHold,
  decidePause,
  decideReactivate,
  decideRelease,
  decideResume,
  decideWinBack,
} from './decide-standing';
import { CUSTOMER_CHANGES, requireMayAsk } from './self-service';
import {
  decideAddOn,
  decideAddProduct,
  decideAddress,
  decidePaymentMethod,
  decidePlan,
  decidePrice,
  decideProduct,
  decideQuantity,
  decideRemoveAddOn,
  decideRemoveProduct,
  decideZone,
} from './decide-terms';
import { decideComponent } from './decide-component';
import type { Draft } from './draft';
import { approvalRequired, changeNotAllowed } from './errors';
import { isRunning, type StartedSubscription, type SubscriptionStatus } from './state';

const LIVING: readonly SubscriptionStatus[] = ['trial', 'active', 'paused', 'past-due', 'held'];
const COUNTING: readonly SubscriptionStatus[] = ['trial', 'active', 'paused', 'past-due'];

/** In which status each change may be asked for. */
const ALLOWED: Readonly<Record<ChangeKind, readonly SubscriptionStatus[]>> = {
  interval: LIVING,
  price: LIVING,
  product: LIVING,
  quantity: LIVING,
  'add-product': LIVING,
  'remove-product': LIVING,
  component: LIVING,
  'add-on': COUNTING,
  'remove-add-on': COUNTING,
  plan: LIVING,
  address: LIVING,
  'payment-method': LIVING,
  zone: LIVING,
  date: COUNTING,
  anchor: COUNTING,
  'send-now': ['active'],
  skip: COUNTING,
  unskip: COUNTING,
  pause: ['trial', 'active', 'paused'],
  resume: ['paused'],
  hold: COUNTING,
  release: ['held'],
  cancel: LIVING,
  'save-offers': LIVING,
  reactivate: ['held', 'cancelled'],
  'win-back': ['cancelled', 'expired'],
  'convert-trial': ['trial'],
  'end-trial': ['trial'],
};

/** An agent's change: it applies to the next cycle that is not locked; nothing is prorated. */
export function decideChange(state: StartedSubscription, command: ChangeCommand): Draft[] {
  const { change, authority } = command;
  requireMayAsk(authority, change, state);
  if (isDone(state, change)) return [];
  const withdraws = change.kind === 'reactivate' && state.ending !== null;
  if (!withdraws && !ALLOWED[change.kind].includes(state.status)) {
    const kinds = Object.keys(ALLOWED) as ChangeKind[];
    const allowed = kinds
      .filter((kind) => ALLOWED[kind].includes(state.status))
      .filter((kind) => authority !== 'customer' || CUSTOMER_CHANGES.includes(kind));
    throw changeNotAllowed(change.kind, state.status, allowed);
  }
  const today = localDateOf(command.now, state.zone);
  const made = drafts(state, change, today);
  if (made.length === 0) return made;
  const [approval] = approvalsFor(state, change, today);
  if (approval && authority !== 'supervisor') throw approvalRequired(approval);
  return made;
}

/** Asked again for what is already so. */
function isDone(state: StartedSubscription, change: Change): boolean {
  switch (change.kind) {
    case 'cancel':
      return state.status === 'cancelled';
    case 'resume':
    case 'release':
      return isRunning(state);
    case 'reactivate':
      return isRunning(state) && state.ending === null;
    case 'win-back':
      return isRunning(state);
    default:
      return false;
  }
}

function drafts(state: StartedSubscription, change: Change, today: LocalDate): Draft[] {
  switch (change.kind) {
    case 'interval':
      return decideInterval(state, change.interval);
    case 'date':
      return decideDate(state, change, today);
    case 'anchor':
      return decideAnchor(state, change.on, today);
    case 'send-now':
      return decideSendNow(state, today);
    case 'skip':
      return decideSkip(state, change.cycle);
    case 'unskip':
      return decideUnskip(state, change.cycle, today);
    case 'price':
      return decidePrice(state, change);
    case 'product':
      return decideProduct(state, change.sku);
    case 'quantity':
      return decideQuantity(state, change.quantity);
    case 'add-product':
      return decideAddProduct(state, change);
    case 'remove-product':
      return decideRemoveProduct(state, change.sku);
    case 'component':
      return decideComponent(state, change);
    case 'add-on':
      return decideAddOn(state, change);
    case 'remove-add-on':
      return decideRemoveAddOn(state, change.sku);
    case 'plan':
      return decidePlan(state, change);
    case 'address':
      return decideAddress(state, change);
    case 'payment-method':
      return decidePaymentMethod(state, change.token);
    case 'zone':
      return decideZone(state, change.zone);
    case 'pause':
      return decidePause(state, change, today);
    case 'resume':
      return decideResume(state, today);
    case 'hold':
      return decideHold(state, change);
    case 'release':
      return decideRelease(state, today);
    case 'cancel':
      return decideCancel(state, change);
    case 'save-offers': {
      const { customerId } = state;
      const { reasonCode, offers } = change;
      return [
        { type: 'subscription.save-offers-shown.v1', data: { customerId, reasonCode, offers } },
      ];
    }
    case 'reactivate':
      return decideReactivate(state, change, today);
    case 'win-back':
      return decideWinBack(state, change, today);
    case 'convert-trial':
      return decideConversion(state, change, today);
    case 'end-trial':
      return decideEndTrial(state, change);
    default:
      return never(change);
  }
}
