import type { Interval, LocalDate } from '@continuo/kernel/instant';
import type { Sealed } from '@continuo/kernel/sealed';
import type { PlanPolicies, PriceStep } from '../plan/policies';
import type { BundleComponent, MissedCyclePolicy, PlanComponent } from '../plan/terms';

/** A product of the plan at its price in the program's currency. */
export interface ProgramProduct {
  readonly sku: string;
  readonly name: string;
  readonly unitPriceMinor: number;
  /** Of a bundle. */
  readonly components?: readonly PlanComponent[];
}

/** The version of the plan that was sold, as far as this program can ever need it. */
export interface ProgramPlan {
  readonly planId: string;
  readonly version: number;
  readonly intervals: readonly Interval[];
  readonly products: readonly ProgramProduct[];
  readonly shippingMinor: number;
  readonly taxCategory: string;
  readonly missedCycles: MissedCyclePolicy;
  readonly totalCycles: number | null;
}

/** The sale that started the program: governs commission, and who may see it. */
export interface ProgramSale {
  readonly campaignId: string | null;
  readonly callId: string | null;
  readonly agentId: string | null;
  readonly callCentreId: string | null;
}

/** Where the encrypted address stands in the record; nobody here opens it. */
export interface ShipTo {
  readonly sealed: Sealed<unknown>;
  readonly stream: string;
  readonly field: string;
}

export interface PaymentMethod {
  readonly token: string;
  /** Of the first charge on this token: later charges cite it (merchant-initiated, stored credential). */
  readonly networkTransactionId: string | null;
}

/** Cycle `cycle` falls on `on`; every other date is counted from here, never from the last one. */
export interface Anchor {
  readonly cycle: number;
  readonly on: LocalDate;
}

export interface CycleDate {
  readonly cycle: number;
  readonly on: LocalDate;
}

/** What a cycle ahead charges, and when. */
export interface Charge {
  readonly cycle: number;
  readonly dueOn: LocalDate;
  readonly totalBeforeTaxMinor: number;
}

/** What a cycle ships and charges, before tax. */
export interface CycleTerms {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  /** What a bundle ships; priced as one. */
  readonly components?: readonly BundleComponent[];
}

/** A plan's version with its rules, as agreed for one program. */
export interface AgreedPlan {
  readonly plan: ProgramPlan;
  readonly policies: PlanPolicies;
}

/** A program's plan, and the delivery that opened its first prepaid run. */
export interface PlanInForce extends AgreedPlan {
  readonly prepaidSince: number;
}

/** Another price for so many further cycles. */
export interface PriceOverride {
  readonly unitPriceMinor: number;
  readonly cyclesLeft: number;
}

/** A cancellation to come: after a cycle, or once so many deliveries were handed over (the first order included). */
export interface Ending {
  readonly lastCycle: number | null;
  readonly deliveries: number | null;
  readonly reasonCode: string;
  readonly note: string | null;
}

/** A status with what belongs to it. */
export type Standing =
  | { readonly status: 'trial' }
  | { readonly status: 'active' }
  | { readonly status: 'paused'; readonly until: LocalDate }
  | { readonly status: 'past-due' }
  | { readonly status: 'held'; readonly reason: string }
  | { readonly status: 'cancelled'; readonly reasonCode: string; readonly note: string | null }
  | { readonly status: 'expired' };

/** Somebody who asks or approves; `keyId` tells one person with two keys from two persons with one name. */
export interface Person {
  readonly id: string;
  readonly keyId: string | null;
}

/** The prices of a later version of a plan, in the currency of one program. */
export interface NewPrices {
  readonly planId: string;
  readonly version: number;
  readonly products: readonly ProgramProduct[];
  readonly shippingMinor: number;
  readonly steps: readonly PriceStep[];
}

/** The customer was told; the prices hold from this cycle on, and for none before this date. */
export interface PriceMove {
  readonly rolloutId: string;
  readonly prices: NewPrices;
  readonly fromCycle: number;
  readonly notBefore: LocalDate;
}
