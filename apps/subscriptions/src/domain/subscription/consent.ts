import type { ChangeCommand, ChangesCommand } from './commands';
import type { Draft } from './draft';
import { consentRequired, consentWordsDiffer } from './errors-of-consent';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { PREVIEWED_CYCLES } from './policy';
import { type ScheduledCycle, upcoming } from './schedule';
import type { StartedSubscription } from './state';
import { wordsFor } from './words';

/**
 * Whether a customer is charged more than they knew of, sooner, or at all: some charge of what was the next six cycles' time has none
 * before it that was to come no later and cost no less.
 */
export function chargesMore(before: StartedSubscription, after: StartedSubscription): boolean {
  const known = upcoming(before, PREVIEWED_CYCLES);
  // A program that ends within the cycles looked at is known to its end.
  const until = known.length < PREVIEWED_CYCLES ? undefined : known.at(-1)?.dueOn;
  const left = [...known];
  return upcoming(after, PREVIEWED_CYCLES)
    .filter(({ dueOn }) => until === undefined || dueOn <= until)
    .some((charge) => {
      const covers = cheapest(left.filter((each) => isCovered(charge, each)));
      if (covers) left.splice(left.indexOf(covers), 1);
      return !covers;
    });
}

function isCovered(charge: ScheduledCycle, known: ScheduledCycle): boolean {
  return known.dueOn <= charge.dueOn && known.totalBeforeTaxMinor >= charge.totalBeforeTaxMinor;
}

function cheapest(cycles: readonly ScheduledCycle[]): ScheduledCycle | undefined {
  return cycles.reduce<ScheduledCycle | undefined>(
    (least, each) =>
      least && least.totalBeforeTaxMinor <= each.totalBeforeTaxMinor ? least : each,
    undefined,
  );
}

/**
 * The consent to what the events bring about, in the words of their preview. Throws `consent-required` where a customer who acts for
 * themself is charged more, sooner or again without it, and `consent-words-differ` where it is to something else.
 */
export function consentTo(
  state: StartedSubscription,
  events: readonly SubscriptionEvent[],
  { authority, consent }: Pick<ChangeCommand | ChangesCommand, 'authority' | 'consent'>,
): Draft[] {
  if (events.length === 0) return [];
  const after = events.reduce(evolve, state) as StartedSubscription;
  const words = wordsFor(after);
  if (!consent) {
    if (authority === 'customer' && chargesMore(state, after)) throw consentRequired(words);
    return [];
  }
  if (consent.words !== words) throw consentWordsDiffer(words);
  const { customerId } = state;
  return [{ type: 'subscription.consent-recorded.v1', data: { customerId, ...consent } }];
}
