import type { Instant } from '@continuo/kernel/instant';
import type { RetryClass } from './decline-codes';
import type { Network } from './network';
import type { Cap } from './network-caps';

/** For whom a policy is: the customer's own outranks the campaign's, that outranks the one for all. */
export interface PolicyScope {
  readonly campaignId: string | null;
  readonly customerId: string | null;
}

/** When the tries after the first are made, in hours from the first. */
export interface Schedule {
  readonly declineClass: RetryClass;
  /** Of one network only; of all that have no schedule of their own, when null. */
  readonly network: Network | null;
  readonly afterHours: readonly number[];
}

/** What is owed at most before further shipments are held; null is no limit. */
export interface PastDueLimits {
  /** By currency, in minor units. */
  readonly amountMinor: Readonly<Record<string, number>>;
  /** Payments that are past due. */
  readonly count: number | null;
  readonly ageDays: number | null;
}

/**
 * What happens to goods when a later instalment is given up. `hold-shipments`: nothing more is sent until
 * the past due is settled. `keep-shipping`: goods go on, within the past-due limits.
 */
export type InstalmentRule = 'hold-shipments' | 'keep-shipping';

export interface PolicyTerms {
  readonly policyId: string;
  readonly name: string;
  readonly scope: PolicyScope;
  readonly schedules: readonly Schedule[];
  /** A cap of the house, on top of those of the networks. */
  readonly cap: Cap | null;
  /** Hour of the day, in the customer's zone, at which retries are made; any, when null. */
  readonly bestHour: number | null;
  /** Days of the month on which money comes in; 31 is the last day of every month. */
  readonly payDays: readonly number[];
  /** A retry for want of funds waits for a pay day that is at most so many days ahead. */
  readonly payDayWithinDays: number;
  readonly limits: PastDueLimits;
  readonly whenInstalmentFails: InstalmentRule;
}

/** Immutable: what changes is a new version, for declines from then on. */
export interface DunningPolicy extends PolicyTerms {
  readonly version: number;
  readonly publishedAt: Instant;
}

/** What an event says of the policy that governed it. */
export interface PolicyRef {
  readonly policyId: string;
  readonly version: number;
}

const DAYS_1_3_5_7 = [24, 72, 120, 168];

/** Governs where nothing was published: 1, 3, 5 and 7 days after the first try, no limits. */
export const BUILT_IN_POLICY: DunningPolicy = {
  policyId: 'dun_built-in',
  version: 0,
  publishedAt: '',
  name: 'Built in',
  scope: { campaignId: null, customerId: null },
  schedules: [
    { declineClass: 'no-funds', network: null, afterHours: DAYS_1_3_5_7 },
    { declineClass: 'unavailable', network: null, afterHours: DAYS_1_3_5_7 },
    { declineClass: 'refused', network: null, afterHours: DAYS_1_3_5_7 },
  ],
  cap: null,
  bestHour: null,
  payDays: [],
  payDayWithinDays: 0,
  limits: { amountMinor: {}, count: null, ageDays: null },
  whenInstalmentFails: 'keep-shipping',
};

/** The hours of a class on a network; none when the policy does not retry it. */
export function scheduleOf(
  policy: PolicyTerms,
  declineClass: RetryClass,
  network: Network,
): readonly number[] {
  const ofClass = policy.schedules.filter((each) => each.declineClass === declineClass);
  const own = ofClass.find((each) => each.network === network);
  return (own ?? ofClass.find((each) => each.network === null))?.afterHours ?? [];
}

export function policyRef({ policyId, version }: DunningPolicy): PolicyRef {
  return { policyId, version };
}
