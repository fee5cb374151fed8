import { addDays, isLocalDate, nthDate, parseInterval } from '@continuo/kernel/calendar';
import type { Interval, LocalDate } from '@continuo/kernel/instant';

/** From which date the cycles are counted. */
export type AnchorRule =
  | { readonly by: 'start' }
  /** A fixed day of the month (31: the last day of shorter ones), `minDays` or more after the start. */
  | { readonly by: 'day-of-month'; readonly day: number; readonly minDays: number };

/** What becomes of the price of shipments that were paid for and will not leave. */
export type Unshipped = 'refund' | 'keep';

/** The first delivery pays for `deliveries`; what follows them. */
export interface Prepaid {
  readonly deliveries: number;
  readonly then: 'renew' | 'end' | 'downgrade';
  /** Kept in versions published before it could be said. */
  readonly unshipped?: Unshipped;
}

/** Days before a cycle on which the customer is to be told; null where nothing is due. */
export interface Notices {
  readonly trialEndingDays: number | null;
  readonly priceChangeDays: number | null;
  readonly renewalDays: number | null;
}

/** From a delivery on (the first order is delivery 1) a product has another price. */
export interface PriceStep {
  readonly sku: string;
  readonly fromDelivery: number;
  readonly unitPriceMinor: number;
}

/** Rules of a plan version that a program keeps, beside its products and intervals. */
export interface PlanPolicies {
  readonly anchor: AnchorRule;
  /** Changes to a cycle close so many days before its date; after that a supervisor decides. */
  readonly cutOffDays: number;
  /** Goods leave so many days after the charge. */
  readonly chargeToShipDays: number;
  /** Days on which nothing leaves: the ship date rolls on, the cycle's date and the anchor do not. */
  readonly holidays: readonly LocalDate[];
  readonly shipsOnWeekends: boolean;
  readonly trialFrom: 'order' | 'receipt';
  readonly prepaid: Prepaid | null;
  /** Deliveries that the customer has committed to, the first order included. */
  readonly commitmentDeliveries: number | null;
  readonly notices: Notices;
  readonly steps: readonly PriceStep[];
  /** Plans that an agent may change to; empty: any. */
  readonly alternatePlans: readonly string[];
  /** How far from the plan's price an agent may go alone, in percent; left out where it is the usual one. */
  readonly agentPriceLimitPercent?: number;
}

/** Where a plan does not say how far an agent may go with a price. */
export const AGENT_PRICE_LIMIT_PERCENT = 20;

export const DEFAULT_POLICIES: PlanPolicies = {
  anchor: { by: 'start' },
  cutOffDays: 0,
  chargeToShipDays: 0,
  holidays: [],
  shipsOnWeekends: true,
  trialFrom: 'order',
  prepaid: null,
  commitmentDeliveries: null,
  notices: { trialEndingDays: null, priceChangeDays: null, renewalDays: null },
  steps: [],
  alternatePlans: [],
};

/** When the goods of a cycle leave. */
export function shipDateOf(policies: PlanPolicies, dueOn: LocalDate): LocalDate {
  let on = addDays(dueOn, policies.chargeToShipDays);
  while (policies.holidays.includes(on) || (!policies.shipsOnWeekends && isWeekend(on))) {
    on = addDays(on, 1);
  }
  return on;
}

function isWeekend(date: LocalDate): boolean {
  const day = new Date(`${date}T00:00:00Z`).getUTCDay();
  return day === 0 || day === 6;
}

/**
 * The date of cycle 2 under a fixed day of the month: the first such day that lies `minDays` or more after the start. Intervals
 * in days and weeks have no day of the month and are counted from the start.
 */
export function firstAnchoredDate(
  rule: AnchorRule,
  interval: Interval,
  startedOn: LocalDate,
): LocalDate | null {
  if (rule.by === 'start' || parseInterval(interval).unit === 'day') return null;
  const earliest = addDays(startedOn, rule.minDays);
  // Counted from a January, whose 31 days hold every day of the month.
  const january = `${startedOn.slice(0, 4)}-01-${String(rule.day).padStart(2, '0')}`;
  for (let month = 0; ; month += 1) {
    const date = nthDate(january, 'P1M', month);
    if (date >= earliest && date > startedOn) return date;
  }
}

/**
 * Where a calendar on a fixed day of the month is counted from, so that cycle 2 falls on `first`: a month that has the day, cycles
 * before the first one if need be. Anchored on a clamped date itself, a 31st would stay a 28th for ever.
 */
export function anchoredBefore(
  day: number,
  interval: Interval,
  first: LocalDate,
): { readonly cycle: number; readonly on: LocalDate } {
  for (let back = 0; back < 12; back += 1) {
    const month = nthDate(`${first.slice(0, 7)}-01`, interval, -back);
    const on = `${month.slice(0, 7)}-${String(day).padStart(2, '0')}`;
    if (isLocalDate(on)) return { cycle: 2 - back, on };
  }
  return { cycle: 2, on: first };
}
