import type { Instant, Interval, LocalDate, Zone } from '@continuo/kernel/instant';
import type { MissedCyclePolicy } from '../plan/terms';
import type { Calendar, Fact, PassedBy, Recounted } from './fact';
import type { FurtherChangeFact, NoticeDue, TermsAgreed, TrialStarted } from './further-events';
import type { PrepaidFact } from './prepaid-events';
import type { PriceFact } from './price-events';
import type {
  Anchor,
  CycleDate,
  CycleTerms,
  PaymentMethod,
  ProgramPlan,
  ProgramSale,
  ShipTo,
} from './terms';

export type SubscriptionStarted = Fact<
  'subscription.started.v1',
  CycleTerms &
    Calendar & {
      readonly subscriptionId: string;
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
      readonly trialEndsOn: LocalDate | null;
      readonly anchor: Anchor;
    }
>;

export type TrialEnded = Fact<'subscription.trial-ended.v1', { readonly trialEndsOn: LocalDate }>;

/** From here on nothing about the cycle changes: exactly one order follows. */
export type CycleLocked = Fact<
  'subscription.cycle-locked.v2',
  CycleTerms &
    Calendar & {
      readonly cycle: number;
      readonly dueOn: LocalDate;
      readonly orderId: string;
      readonly planId: string;
      readonly currency: string;
      readonly zone: Zone;
      readonly shippingMinor: number;
      readonly taxCategory: string;
      readonly payment: PaymentMethod;
      readonly shipTo: ShipTo;
      readonly sale: ProgramSale;
      /** What ships beside the product: standing further products, and add-ons of this cycle alone. */
      readonly lines: readonly CycleTerms[];
      /** When the goods are to leave: the date of the charge, later by the plan's offset and holidays. */
      readonly shipOn: LocalDate;
    }
>;

/** Cycles that fell due while nothing was running and get no order. */
export type CyclesMissed = Fact<
  'subscription.cycles-missed.v1',
  Calendar & { readonly missed: readonly CycleDate[]; readonly policy: MissedCyclePolicy }
>;

export type CycleChargeUnsettled = Fact<
  'subscription.cycle-charge-unsettled.v1',
  { readonly cycle: number }
>;

export type CyclePaid = Fact<
  'subscription.cycle-paid.v1',
  { readonly cycle: number; readonly amountMinor: number; readonly payment: PaymentMethod }
>;

export type CycleDeclined = Fact<
  'subscription.cycle-declined.v1',
  {
    readonly cycle: number;
    readonly decline: 'soft' | 'hard';
    readonly code: string;
    readonly retryAt: Instant | null;
  }
>;

/** It will not be tried again by itself. */
export type CycleFailed = Fact<
  'subscription.cycle-failed.v1',
  { readonly cycle: number; readonly decline: 'soft' | 'hard'; readonly code: string }
>;

export type CycleReleased = Fact<'subscription.cycle-released.v1', { readonly cycle: number }>;

/** Its first package has left and was charged. */
export type CycleShipped = Fact<
  'subscription.cycle-shipped.v1',
  { readonly cycle: number; readonly amountMinor: number }
>;

export type CycleVoided = Fact<
  'subscription.cycle-voided.v1',
  { readonly cycle: number; readonly reason: string }
>;

export type FellPastDue = Fact<
  'subscription.fell-past-due.v1',
  Calendar & { readonly cycle: number; readonly retryAt: Instant | null }
>;

export type Recovered = Fact<'subscription.recovered.v1', Calendar & { readonly cycle: number }>;

export type Held = Fact<
  'subscription.held.v1',
  Calendar & { readonly reason: 'payment'; readonly cycle: number }
>;

export type Expired = Fact<'subscription.expired.v1', Calendar & { readonly deliveries: number }>;

export type SystemFact =
  | PriceFact
  | PrepaidFact
  | SubscriptionStarted
  | TrialEnded
  | CycleLocked
  | CyclesMissed
  | CycleChargeUnsettled
  | CyclePaid
  | CycleDeclined
  | CycleFailed
  | CycleReleased
  | CycleShipped
  | CycleVoided
  | FellPastDue
  | Recovered
  | Held
  | Expired
  | TermsAgreed
  | TrialStarted
  | NoticeDue;

export type IntervalChanged = Fact<
  'subscription.interval-changed.v1',
  Recounted & { readonly from: Interval; readonly to: Interval; readonly fromCycle: number }
>;

export type PriceChanged = Fact<
  'subscription.price-changed.v1',
  Calendar & {
    readonly fromMinor: number;
    readonly toMinor: number;
    readonly planPriceMinor: number;
    readonly fromCycle: number;
  }
>;

/** An alternate has its own price in the plan, so the price changes with the product. */
export type ProductChanged = Fact<
  'subscription.product-changed.v1',
  Calendar & {
    readonly from: Omit<CycleTerms, 'quantity'>;
    readonly to: Omit<CycleTerms, 'quantity'>;
    readonly fromCycle: number;
  }
>;

export type QuantityChanged = Fact<
  'subscription.quantity-changed.v1',
  Calendar & { readonly from: number; readonly to: number; readonly fromCycle: number }
>;

/** One cycle got a date of its own, or (`moveFollowing`) all are counted from its new date. */
export type CycleDateChanged = Fact<
  'subscription.cycle-date-changed.v1',
  Recounted & {
    readonly cycle: number;
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly moveFollowing: boolean;
  }
>;

export type CycleSkipped = Fact<
  'subscription.cycle-skipped.v1',
  Calendar & { readonly cycle: number; readonly on: LocalDate }
>;

export type CycleUnskipped = Fact<
  'subscription.cycle-unskipped.v1',
  Calendar & { readonly cycle: number; readonly on: LocalDate }
>;

/** `from` is the end of the pause before, null when it was running. */
export type Paused = Fact<
  'subscription.paused.v1',
  Calendar & { readonly from: LocalDate | null; readonly until: LocalDate }
>;

export type Resumed = Fact<
  'subscription.resumed.v1',
  PassedBy & { readonly until: LocalDate; readonly status: 'trial' | 'active' }
>;

/** An order that had been handed over before, and what becomes of it. */
export interface OpenOrder {
  readonly cycle: number;
  readonly orderId: string;
  readonly status: 'locked' | 'charging' | 'paid' | 'released';
}

export type Cancelled = Fact<
  'subscription.cancelled.v1',
  Calendar & {
    readonly reasonCode: string;
    readonly note: string | null;
    readonly from: 'trial' | 'active' | 'paused' | 'past-due' | 'held';
    /** Voided here when nothing was charged yet; orders is told to cancel all of them. */
    readonly openOrders: readonly OpenOrder[];
  }
>;

export type Reactivated = Fact<
  'subscription.reactivated.v1',
  PassedBy & {
    readonly from: 'held' | 'cancelled';
    readonly anchor: Anchor;
    /** Skips and own dates from before. */
    readonly dropped: readonly CycleDate[];
  }
>;

export type PaymentMethodChanged = Fact<
  'subscription.payment-method-changed.v1',
  Calendar & { readonly from: string; readonly to: string }
>;

/** Dates stay what they are; only the instants at which they begin move. */
export type ZoneChanged = Fact<
  'subscription.zone-changed.v1',
  Calendar & { readonly from: Zone; readonly to: Zone }
>;

export type ChangeFact =
  | IntervalChanged
  | PriceChanged
  | ProductChanged
  | QuantityChanged
  | CycleDateChanged
  | CycleSkipped
  | CycleUnskipped
  | Paused
  | Resumed
  | Cancelled
  | Reactivated
  | PaymentMethodChanged
  | ZoneChanged
  | FurtherChangeFact;

export type SubscriptionEvent = SystemFact | ChangeFact;
