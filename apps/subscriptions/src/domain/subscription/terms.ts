import type { Interval, LocalDate } from '@continuo/kernel/instant';
import type { Sealed } from '@continuo/kernel/sealed';
import type { MissedCyclePolicy } from '../plan/terms';

/** A product of the plan at its price in the program's currency. */
export interface ProgramProduct {
  readonly sku: string;
  readonly name: string;
  readonly unitPriceMinor: number;
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

/** What a cycle ships and charges, before tax. */
export interface CycleTerms {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
}
