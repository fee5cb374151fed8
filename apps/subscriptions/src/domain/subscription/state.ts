import type { Instant, Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import type { PlanPolicies } from '../plan/policies';
import type { Approval, Change } from './change';
import type { Notice } from './further-events';
import type { PrepaidRun } from './prepaid-events';
import type {
  Anchor,
  Charge,
  CycleDate,
  CycleTerms,
  Ending,
  PaymentMethod,
  Person,
  PriceMove,
  PriceOverride,
  ProgramPlan,
  ProgramSale,
  ShipTo,
  Standing,
} from './terms';

/**
 * A cycle that was locked. `scheduled` and `skipped` cycles have no entry: they follow from the
 * anchor. `charging`: declined and to be tried again, or the gateway has not said what became of it.
 */
export interface Cycle extends CycleTerms {
  readonly cycle: number;
  readonly dueOn: LocalDate;
  readonly orderId: string;
  readonly shippingMinor: number;
  readonly status: 'locked' | 'charging' | 'paid' | 'released' | 'shipped' | 'failed' | 'void';
  /** Set while a charge was declined and is to be tried again. */
  readonly declined?: { readonly code: string; readonly retryAt: Instant | null };
  /** The first cycle of the prepaid run that it belongs to. */
  readonly run?: number;
}

export const isOpen = (cycle: Cycle): boolean =>
  cycle.status !== 'shipped' && cycle.status !== 'failed' && cycle.status !== 'void';

export interface Program extends CycleTerms {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly currency: string;
  readonly zone: Zone;
  readonly sale: ProgramSale;
  readonly shipTo: ShipTo;
  readonly plan: ProgramPlan;
  readonly interval: Interval;
  readonly payment: PaymentMethod;
  readonly startedOn: LocalDate;
  /** Date of the first full charge, until that cycle is locked; null without a trial. */
  readonly trialEndsOn: LocalDate | null;
  readonly anchor: Anchor;
  /** The first cycle that is neither locked nor passed by. */
  readonly nextCycle: number;
  /** Date of the last cycle that was locked or passed by: later ones lie after it. */
  readonly lastDueOn: LocalDate;
  /** Cycles ahead that will not happen, with the dates they had. */
  readonly skips: readonly CycleDate[];
  /** Cycles ahead on a date of their own. */
  readonly dates: readonly CycleDate[];
  /** Locked cycles: all that are open, and the last that are settled. */
  readonly cycles: readonly Cycle[];
  readonly counts: CycleCounts;
  readonly policies: PlanPolicies;
  /** What was sold at first: a price other than this and the plan's was agreed later. */
  readonly sold: { readonly sku: string; readonly unitPriceMinor: number };
  /** Deliveries that the plan sells at once; null when it goes on. */
  readonly deliveriesSold: number | null;
  /** The delivery that opened the first prepaid run. */
  readonly prepaidSince: number;
  /** Prepaid runs of which shipments are still owed, or may be. */
  readonly runs: readonly PrepaidRun[];
  /** Further products of every cycle. */
  readonly extras: readonly CycleTerms[];
  /** Products of the next cycle alone. */
  readonly addOns: readonly CycleTerms[];
  readonly override: PriceOverride | null;
  readonly ending: Ending | null;
  /** Why the seller, not the customer, ended it when it was last cancelled. */
  readonly endedFor: string | null;
  /** A trial from receipt whose goods have not arrived: nothing falls due. */
  readonly awaitingReceipt: boolean;
  /** Of what the customer was to be told, the last that were; each once for a cycle. */
  readonly told: readonly { readonly cycle: number; readonly notice: Notice }[];
  /** New prices that the customer was told of and that are still to come. */
  readonly priceMove: PriceMove | null;
  /** What agents have asked a supervisor for. */
  readonly requests: readonly ApprovalRequest[];
}

export interface ApprovalRequest {
  readonly requestId: string;
  readonly changes: readonly Change[];
  readonly approvals: readonly Approval[];
  readonly requestedBy: Person;
  /** What the customer was told it would charge; null where that was not kept. */
  readonly foreseen: readonly Charge[] | null;
}

/** Over the whole life; `locked` counts orders that were handed over, cycle 1 not among them. */
export interface CycleCounts {
  readonly locked: number;
  readonly shipped: number;
  readonly failed: number;
  readonly void: number;
  readonly skipped: number;
  readonly missed: number;
}

export type StartedSubscription = Program & Standing;

export type SubscriptionState = { readonly status: 'none' } | StartedSubscription;
export type SubscriptionStatus = StartedSubscription['status'];

export const STATUSES: readonly SubscriptionStatus[] = [
  'trial',
  'active',
  'paused',
  'past-due',
  'held',
  'cancelled',
  'expired',
];

/** Statuses in which cycles fall due. */
export function isRunning(state: StartedSubscription): boolean {
  return state.status === 'trial' || state.status === 'active';
}

/** Ended: nothing falls due any more. */
export function isOver(state: StartedSubscription): boolean {
  return state.status === 'cancelled' || state.status === 'expired';
}

/** Its status, and what belongs to it. */
export function standingOf(state: StartedSubscription): Standing {
  switch (state.status) {
    case 'paused':
      return { status: 'paused', until: state.until };
    case 'held':
      return { status: 'held', reason: state.reason };
    case 'cancelled':
      return { status: 'cancelled', reasonCode: state.reasonCode, note: state.note };
    default:
      return { status: state.status };
  }
}
