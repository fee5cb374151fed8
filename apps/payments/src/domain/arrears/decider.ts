import { type Decider, never } from '@continuo/kernel/decider';
import { type Instant, addMs } from '@continuo/kernel/instant';
import type { InstalmentRule, PastDueLimits, PolicyRef } from '../dunning/policy';
import type { Origin } from '../payment/facts';

const DAY_MS = 86_400_000;

/** What one payment of a customer has past due. */
export interface PastDuePayment {
  readonly paymentId: string;
  readonly orderId: string;
  readonly origin: Origin;
  readonly currency: string;
  readonly amountMinor: number;
  readonly since: Instant;
}

/** The limits that are in force, and by which policy. */
export interface LimitsInForce {
  readonly limits: PastDueLimits;
  readonly policy: PolicyRef;
}

export type HoldCause = 'amount' | 'count' | 'age' | 'instalment-given-up';

export type ArrearsEvent =
  | {
      readonly type: 'arrears.past-due-noted.v1';
      readonly data: LimitsInForce & {
        readonly customerId: string;
        readonly payment: Omit<PastDuePayment, 'since'> & { readonly since: Instant | null };
      };
    }
  /** A payment was given up under a policy that then sends nothing more. */
  | {
      readonly type: 'arrears.payment-given-up.v1';
      readonly data: LimitsInForce & { readonly customerId: string; readonly paymentId: string };
    }
  /** Nothing more is sent to the customer until what is past due is settled. */
  | {
      readonly type: 'arrears.shipments-held.v1';
      readonly data: {
        readonly customerId: string;
        readonly because: HoldCause;
        readonly policy: PolicyRef;
        readonly payments: readonly PastDuePayment[];
      };
    }
  | {
      readonly type: 'arrears.shipments-released.v1';
      readonly data: { readonly customerId: string };
    };

export interface ArrearsState {
  readonly payments: Readonly<Record<string, PastDuePayment>>;
  /** Ids of payments that hold shipments while anything of them is past due. */
  readonly givenUp: readonly string[];
  readonly inForce: LimitsInForce | null;
  readonly held: boolean;
}

export type ArrearsCommand = { readonly customerId: string; readonly now: Instant } & (
  | {
      readonly type: 'note-past-due';
      readonly payment: Omit<PastDuePayment, 'since'> & { readonly since: Instant | null };
      readonly inForce: LimitsInForce;
    }
  | {
      readonly type: 'note-given-up';
      readonly paymentId: string;
      readonly rule: InstalmentRule;
      readonly inForce: LimitsInForce;
    }
  /** The oldest of it has reached the age that the limits allow. */
  | { readonly type: 'check' }
);

function decide(command: ArrearsCommand, state: ArrearsState): readonly ArrearsEvent[] {
  const { customerId, now } = command;
  const events: ArrearsEvent[] = [];
  switch (command.type) {
    case 'note-past-due': {
      const { payment, inForce } = command;
      const known = state.payments[payment.paymentId];
      if ((known?.amountMinor ?? 0) === payment.amountMinor) return [];
      const data = { customerId, payment, ...inForce };
      events.push({ type: 'arrears.past-due-noted.v1', data });
      break;
    }
    case 'note-given-up': {
      const { paymentId, rule, inForce } = command;
      if (rule !== 'hold-shipments' || state.givenUp.includes(paymentId)) return [];
      const data = { customerId, paymentId, ...inForce };
      events.push({ type: 'arrears.payment-given-up.v1', data });
      break;
    }
    case 'check':
      break;
    default:
      return never(command);
  }
  const after = events.reduce(evolve, state);
  const because = holdCause(after, now);
  const payments = Object.values(after.payments);
  if (because && !state.held && after.inForce) {
    const { policy } = after.inForce;
    const data = { customerId, because, policy, payments };
    events.push({ type: 'arrears.shipments-held.v1', data });
  }
  if (!because && state.held) {
    events.push({ type: 'arrears.shipments-released.v1', data: { customerId } });
  }
  return events;
}

/** The first limit that is broken: amounts are compared within a currency, never over several. */
function holdCause({ payments, givenUp, inForce }: ArrearsState, now: Instant): HoldCause | null {
  const owed = Object.values(payments);
  if (!inForce || owed.length === 0) return null;
  if (owed.some((each) => givenUp.includes(each.paymentId))) return 'instalment-given-up';
  const { amountMinor, count, ageDays } = inForce.limits;
  for (const [currency, limitMinor] of Object.entries(amountMinor)) {
    const sum = owed.reduce(
      (minor, each) => minor + (each.currency === currency ? each.amountMinor : 0),
      0,
    );
    if (sum > limitMinor) return 'amount';
  }
  if (count !== null && owed.length > count) return 'count';
  if (ageDays !== null && owed.some((each) => addMs(each.since, ageDays * DAY_MS) <= now)) {
    return 'age';
  }
  return null;
}

function evolve(state: ArrearsState, event: ArrearsEvent): ArrearsState {
  switch (event.type) {
    case 'arrears.past-due-noted.v1': {
      const { payment, limits, policy } = event.data;
      const { paymentId, since } = payment;
      const { [paymentId]: _, ...others } = state.payments;
      const inForce = { limits, policy };
      if (payment.amountMinor > 0 && since !== null) {
        return { ...state, payments: { ...others, [paymentId]: { ...payment, since } }, inForce };
      }
      const givenUp = state.givenUp.filter((each) => each !== paymentId);
      return { ...state, payments: others, givenUp, inForce };
    }
    case 'arrears.payment-given-up.v1': {
      const { paymentId, limits, policy } = event.data;
      const inForce = { limits, policy };
      return { ...state, givenUp: [...state.givenUp, paymentId], inForce };
    }
    case 'arrears.shipments-held.v1':
      return { ...state, held: true };
    case 'arrears.shipments-released.v1':
      return { ...state, held: false };
    default:
      return never(event);
  }
}

export const arrearsDecider: Decider<ArrearsCommand, ArrearsEvent, ArrearsState> = {
  decide,
  evolve,
  initialState: () => ({ payments: {}, givenUp: [], inForce: null, held: false }),
};

/** When the oldest of what is past due reaches the age that is allowed; null while it is held anyway. */
export function arrearsDueAt({ payments, inForce, held }: ArrearsState): Instant | null {
  const ageDays = inForce?.limits.ageDays;
  if (held || ageDays === null || ageDays === undefined) return null;
  const oldest = Object.values(payments)
    .map((each) => each.since)
    .sort()[0];
  return oldest === undefined ? null : addMs(oldest, ageDays * DAY_MS);
}
