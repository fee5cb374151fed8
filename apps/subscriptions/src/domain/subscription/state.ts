import type { Instant, Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import type {
  Anchor,
  CycleDate,
  CycleTerms,
  PaymentMethod,
  ProgramPlan,
  ProgramSale,
  ShipTo,
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

export type StartedSubscription = Program &
  (
    | { readonly status: 'trial' }
    | { readonly status: 'active' }
    | { readonly status: 'paused'; readonly until: LocalDate }
    | { readonly status: 'past-due' }
    | { readonly status: 'held'; readonly reason: 'payment' }
    | { readonly status: 'cancelled'; readonly reasonCode: string; readonly note: string | null }
    | { readonly status: 'expired' }
  );

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
