import type { LocalDate } from '@continuo/kernel/instant';
import type { PlanPolicies } from '../plan/policies';
import type { BundleComponent } from '../plan/terms';
import type { DecisionFact } from './decision-events';
import type { Calendar, Fact, PassedBy, Recounted } from './fact';
import type {
  Anchor,
  CycleDate,
  CycleTerms,
  Ending,
  PlanInForce,
  PriceOverride,
  ShipTo,
  Standing,
} from './terms';

/** Rules of the plan version that was sold, where it has any beyond products and intervals. */
export type TermsAgreed = Fact<
  'subscription.terms-agreed.v1',
  Calendar & {
    readonly policies: PlanPolicies;
    readonly anchor: Anchor;
    readonly awaitingReceipt: boolean;
  }
>;

/** The goods of a trial have arrived: its days count from here. */
export type TrialStarted = Fact<
  'subscription.trial-started.v1',
  Calendar & {
    readonly receivedOn: LocalDate;
    readonly trialEndsOn: LocalDate;
    readonly anchor: Anchor;
  }
>;

export type Notice = 'trial-ending' | 'price-change' | 'renewal';

/** The customer is to be told of a cycle ahead; a mailer consumes it. */
export type NoticeDue = Fact<
  'subscription.notice-due.v1',
  {
    readonly notice: Notice;
    readonly cycle: number;
    readonly dueOn: LocalDate;
    readonly totalBeforeTaxMinor: number;
    readonly currency: string;
    readonly words: string;
  }
>;

/** The next cycle falls on the day it was asked for; later ones keep their dates. */
export type CycleSentNow = Fact<
  'subscription.cycle-sent-now.v1',
  Calendar & { readonly cycle: number; readonly from: LocalDate; readonly to: LocalDate }
>;

/** The next cycle and all that follow are counted from another date. */
export type AnchorMoved = Fact<
  'subscription.anchor-moved.v1',
  Recounted & { readonly from: LocalDate; readonly to: LocalDate; readonly fromCycle: number }
>;

/** A price for the next cycles only, or its end. */
export type PriceOverridden = Fact<
  'subscription.price-overridden.v1',
  Calendar & {
    readonly from: PriceOverride | null;
    readonly to: PriceOverride | null;
    readonly standingMinor: number;
    readonly planPriceMinor: number;
    readonly fromCycle: number;
  }
>;

export type ProductAdded = Fact<
  'subscription.product-added.v1',
  Calendar & { readonly product: CycleTerms; readonly fromCycle: number }
>;

export type ProductRemoved = Fact<
  'subscription.product-removed.v1',
  Calendar & { readonly product: CycleTerms; readonly fromCycle: number }
>;

/** The program's bundle ships another product instead of one of its components; its price stays. */
export type ComponentSwapped = Fact<
  'subscription.component-swapped.v1',
  Calendar & {
    readonly sku: string;
    readonly from: BundleComponent;
    readonly to: BundleComponent;
    /** All that it ships from now on. */
    readonly components: readonly BundleComponent[];
    readonly fromCycle: number;
  }
>;

/** The same of a bundle that every cycle ships beside the program's product. */
export type ProductComponentSwapped = Fact<
  'subscription.product-component-swapped.v1',
  Calendar & {
    /** As it was. */
    readonly product: CycleTerms;
    readonly from: BundleComponent;
    readonly to: BundleComponent;
    /** All that it ships from now on. */
    readonly components: readonly BundleComponent[];
    readonly fromCycle: number;
  }
>;

/** Ships once, with the next cycle. */
export type AddOnTaken = Fact<
  'subscription.add-on-taken.v1',
  Calendar & { readonly product: CycleTerms; readonly fromCycle: number }
>;

export type AddOnDropped = Fact<
  'subscription.add-on-dropped.v1',
  Calendar & { readonly product: CycleTerms; readonly fromCycle: number }
>;

export type PlanChanged = Fact<
  'subscription.plan-changed.v1',
  Calendar & { readonly from: PlanInForce; readonly to: PlanInForce; readonly fromCycle: number }
>;

/** Sealed addresses: who may see them opens them. */
export type AddressChanged = Fact<
  'subscription.address-changed.v1',
  Calendar & { readonly from: ShipTo; readonly to: ShipTo; readonly fromCycle: number }
>;

export type PutOnHold = Fact<
  'subscription.put-on-hold.v1',
  Calendar & { readonly from: Standing; readonly holdReason: string }
>;

export type ReleasedFromHold = Fact<
  'subscription.released-from-hold.v1',
  PassedBy & { readonly from: string; readonly status: 'trial' | 'active' }
>;

/** It ends after a cycle or a number of deliveries; until then it goes on. */
export type CancellationScheduled = Fact<
  'subscription.cancellation-scheduled.v1',
  Calendar & { readonly from: Ending | null; readonly ending: Ending }
>;

export type CancellationWithdrawn = Fact<
  'subscription.cancellation-withdrawn.v1',
  Calendar & { readonly from: Ending }
>;

/** What was offered to a customer who wanted to leave, and what was taken. */
export type SaveOffersShown = Fact<
  'subscription.save-offers-shown.v1',
  {
    readonly reasonCode: string;
    readonly offers: readonly { readonly offer: string; readonly taken: boolean }[];
  }
>;

/** Started again by a seller's offer after a cancellation. */
export type WonBack = Fact<
  'subscription.won-back.v1',
  PassedBy & {
    readonly offer: string | null;
    /** Of a program that had expired: after how many deliveries it expires again, all of its life counted. */
    readonly totalCycles?: number;
    readonly anchor: Anchor;
    readonly dropped: readonly CycleDate[];
  }
>;

/** The customer wants the program before the trial is over: charged on that day. */
export type TrialConverted = Fact<
  'subscription.trial-converted.v1',
  Recounted & {
    readonly from: LocalDate;
    readonly to: LocalDate;
    readonly cycle: number;
    /** Where the consent to the charge is recorded. */
    readonly consentReference: string;
  }
>;

/** The customer does not want the program: the trial ends without a charge. */
export type TrialDeclined = Fact<
  'subscription.trial-declined.v1',
  { readonly trialEndsOn: LocalDate | null; readonly reasonCode: string }
>;

/** The network has given the card of the program another token; it is the same account. */
export type CardUpdated = Fact<
  'subscription.card-updated.v1',
  { readonly from: string; readonly to: string }
>;

export type FurtherChangeFact =
  | CardUpdated
  | CycleSentNow
  | AnchorMoved
  | PriceOverridden
  | ProductAdded
  | ProductRemoved
  | ComponentSwapped
  | ProductComponentSwapped
  | AddOnTaken
  | AddOnDropped
  | PlanChanged
  | AddressChanged
  | PutOnHold
  | ReleasedFromHold
  | CancellationScheduled
  | CancellationWithdrawn
  | SaveOffersShown
  | WonBack
  | TrialConverted
  | TrialDeclined
  | DecisionFact;
