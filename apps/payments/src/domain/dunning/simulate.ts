import type { Instant, Zone } from '@continuo/kernel/instant';
import type { DeclineClass, RawDecline } from './decline-codes';
import { type GivenUpBecause, planRetry } from './plan-retry';
import type { PolicyTerms } from './policy';

/** A decline of the past, as it was judged then. */
export interface PastDecline {
  readonly paymentId: string;
  readonly attemptId: string;
  readonly raw: RawDecline;
  readonly zone: Zone;
  readonly at: Instant;
  readonly firstTryAt: Instant;
  readonly triesMade: number;
  readonly triesOnCard: readonly Instant[];
  /** When it was in fact tried again; null for never. */
  readonly retriedAt: Instant | null;
}

export interface Replayed {
  readonly paymentId: string;
  readonly attemptId: string;
  readonly declineClass: DeclineClass;
  readonly was: Instant | null;
  readonly wouldBe: Instant | null;
  readonly because: GivenUpBecause | null;
}

export interface Simulation {
  readonly declines: number;
  readonly triedAgain: { readonly was: number; readonly wouldBe: number };
  readonly givenUp: { readonly was: number; readonly wouldBe: number };
  readonly byClass: Readonly<Record<DeclineClass, number>>;
  /** Those that another policy would have treated otherwise. */
  readonly changed: readonly Replayed[];
}

/**
 * What another policy would have decided about each decline of the past, everything else being as it was.
 * An estimate: whether a try at another time would have been approved, nobody knows.
 */
export function simulate(policy: PolicyTerms, declines: readonly PastDecline[]): Simulation {
  const byClass = { never: 0, 'new-details': 0, 'no-funds': 0, unavailable: 0, refused: 0 };
  const replayed = declines.map((decline): Replayed => {
    const plan = planRetry(policy, { ...decline, now: decline.at });
    byClass[plan.declineClass] += 1;
    return {
      paymentId: decline.paymentId,
      attemptId: decline.attemptId,
      declineClass: plan.declineClass,
      was: decline.retriedAt,
      wouldBe: plan.again ? plan.at : null,
      because: plan.again ? null : plan.because,
    };
  });
  const again = (of: (each: Replayed) => Instant | null) =>
    replayed.filter((each) => of(each) !== null).length;
  const was = again((each) => each.was);
  const wouldBe = again((each) => each.wouldBe);
  const declined = declines.length;
  return {
    declines: declined,
    triedAgain: { was, wouldBe },
    givenUp: { was: declined - was, wouldBe: declined - wouldBe },
    byClass,
    changed: replayed.filter((each) => each.was !== each.wouldBe),
  };
}
