import type { Interval, LocalDate } from '@continuo/kernel/instant';
import type { BundleComponent, PrepaidTerm } from '../plan-copy/events';
import type { RateText } from '@continuo/kernel/rate';

export type SaleKind = 'main' | 'upsell' | 'cross-sell' | 'continuity';

/** What a line starts: a continuity program, frozen at the plan version it was sold at. */
export interface ProgramTerms {
  readonly planId: string;
  readonly planVersion: number;
  readonly interval: Interval;
  /** Price of one unit in each later cycle. */
  readonly unitPriceMinor: number;
  readonly sku: string;
  readonly quantity: number;
  /** Shipping charged with each later cycle. */
  readonly shippingMinor: number;
  readonly taxCategory: string;
  /** Days before the first full cycle counts; null when there is no trial. */
  readonly trialDays: number | null;
  /** The order pays for so many deliveries; left out where each is paid by itself. */
  readonly prepaid?: PrepaidTerm;
}

/** A line before tax and shipping are known. */
export interface NewLine {
  readonly kind: SaleKind;
  /** Null for a cycle of a program. */
  readonly offerId: string | null;
  readonly offerPriceVersion: number | null;
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
  readonly unitPriceMinor: number;
  readonly taxCategory: string;
  /** How many instalments the line is paid in: 1 to 4. */
  readonly instalments: number;
  readonly program: ProgramTerms | null;
  /** Of a bundle: what is shipped for it. The order that is placed has a line for each. */
  readonly components?: readonly BundleComponent[];
  /** The bundle that a placed line is a component of. */
  readonly bundle?: Bundle;
}

export interface Bundle {
  readonly sku: string;
  readonly name: string;
  readonly quantity: number;
}

export interface DraftLine extends NewLine {
  readonly lineId: string;
}

/** How a line's tax came about. */
export interface LineTax {
  /** `US-CA`. */
  readonly jurisdiction: string;
  readonly rate: RateText;
  /** What is taxed: the goods, and the shipping where it is taxable. */
  readonly basisMinor: number;
}

export interface PricedLine extends DraftLine {
  /** quantity x unit price. */
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly tax: LineTax;
  readonly taxMinor: number;
  /** goods + shipping + tax. */
  readonly totalMinor: number;
  readonly instalmentsMinor: readonly number[];
}

export interface Totals {
  readonly goodsMinor: number;
  readonly shippingMinor: number;
  readonly taxMinor: number;
  readonly totalMinor: number;
}

export interface Instalment {
  /** 1 to 4; the first is due when the order is placed. */
  readonly number: number;
  readonly dueOn: LocalDate;
  readonly amountMinor: number;
}

export interface LineQuantity {
  readonly lineId: string;
  readonly sku: string;
  readonly quantity: number;
}

export const MAX_INSTALMENTS = 4;

export function lineIdOf(number: number): string {
  return `line-${number}`;
}
