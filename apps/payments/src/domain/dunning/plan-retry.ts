import { type Instant, type Zone, addMs } from '@continuo/kernel/instant';
import { type DeclineClass, type RawDecline, classify } from './decline-codes';
import { NETWORK_CAPS, advisedWaitMs, capReached } from './network-caps';
import { type PolicyTerms, scheduleOf } from './policy';
import { bestMoment } from './retry-calendar';

const HOUR_MS = 3_600_000;

/** Two tries are at least this far apart, unless the network asks for another wait. */
export const SHORTEST_RETRY_MS = 24 * HOUR_MS;

export type GivenUpBecause = 'never-again' | 'new-details-needed' | 'schedule-used-up' | 'cap';

export type RetryPlan =
  | {
      readonly again: true;
      readonly declineClass: DeclineClass;
      readonly at: Instant;
      readonly setBy: 'schedule' | 'network-advice';
      /** Tries that the schedule still has after this one. */
      readonly triesLeft: number;
    }
  | {
      readonly again: false;
      readonly declineClass: DeclineClass;
      readonly because: GivenUpBecause;
    };

export interface DeclineFacts {
  readonly raw: RawDecline;
  readonly zone: Zone;
  /** When the first try of the series was made, and how many were declined, this one included. */
  readonly firstTryAt: Instant;
  readonly triesMade: number;
  readonly triesOnCard: readonly Instant[];
  readonly now: Instant;
}

/**
 * Whether, and when, a declined charge is tried again by itself. The class decides first, then the
 * schedule of the policy or the wait that the network asks for, then the calendar, which only ever moves a
 * try further away; a cap ends the tries, the tightest one first.
 */
export function planRetry(policy: PolicyTerms, facts: DeclineFacts): RetryPlan {
  const { raw, now, triesMade } = facts;
  const declineClass = classify(raw);
  if (declineClass === 'never') return { again: false, declineClass, because: 'never-again' };
  if (declineClass === 'new-details') {
    return { again: false, declineClass, because: 'new-details-needed' };
  }
  const afterHours = scheduleOf(policy, declineClass, raw.network);
  const hours = afterHours[triesMade - 1];
  if (hours === undefined) return { again: false, declineClass, because: 'schedule-used-up' };
  const advised = advisedWaitMs(raw.network, raw.advice);
  const scheduled = addMs(facts.firstTryAt, hours * HOUR_MS);
  const shortest = addMs(now, advised ?? SHORTEST_RETRY_MS);
  const earliest = advised === null && scheduled > shortest ? scheduled : shortest;
  const at = bestMoment(policy, declineClass, facts.zone, earliest);
  const caps = [...NETWORK_CAPS[raw.network], ...(policy.cap ? [policy.cap] : [])];
  if (capReached(facts.triesOnCard, at, caps))
    return { again: false, declineClass, because: 'cap' };
  const setBy = advised === null ? 'schedule' : 'network-advice';
  return { again: true, declineClass, at, setBy, triesLeft: afterHours.length - triesMade };
}
