import type { Consent } from './change';
import type { ApprovalCommand, ChangeCommand, ChangesCommand } from './commands';
import { requestOf } from './decide-changes';
import type { Draft } from './draft';
import { consentOutdated, consentRequired, consentWordsDiffer } from './errors-of-consent';
import type { SubscriptionEvent } from './events';
import { evolve } from './evolve';
import { PREVIEWED_CYCLES } from './policy';
import { upcoming } from './schedule';
import type { ApprovalRequest, StartedSubscription } from './state';
import type { Charge } from './terms';
import { wordsFor } from './words';

/**
 * Whether a customer is charged more than they knew of, sooner, or at all: some charge of what was the next six cycles' time has none
 * before it that was to come no later and cost no less.
 */
export function chargesMore(before: StartedSubscription, after: StartedSubscription): boolean {
  const known = upcoming(before, PREVIEWED_CYCLES);
  return exceeds(known, known, after);
}

/** Whether approving changes charges the customer more than it does now, and than they were told when the changes were asked for. */
export function isOutdated(
  { foreseen }: ApprovalRequest,
  state: StartedSubscription,
  after: StartedSubscription,
): boolean {
  if (foreseen === null || !chargesMore(state, after)) return false;
  const ahead = foreseen.filter(({ cycle }) => cycle >= state.nextCycle);
  // Of all that they were told has come and gone, nothing says what comes now.
  return ahead.length === 0 || exceeds(ahead, foreseen, after);
}

/** What the changes of a request would charge in the next six cycles, as it is told to the customer. */
export function foreseen(
  state: StartedSubscription,
  asked: readonly SubscriptionEvent[],
): Charge[] {
  const after = asked.reduce(evolve, state) as StartedSubscription;
  return upcoming(after, PREVIEWED_CYCLES).map(({ cycle, dueOn, totalBeforeTaxMinor }) => ({
    cycle,
    dueOn,
    totalBeforeTaxMinor,
  }));
}

/** Whether a program charges, in the time of what was told, something that none of the known charges covers. */
function exceeds(
  known: readonly Charge[],
  told: readonly Charge[],
  after: StartedSubscription,
): boolean {
  // A program that ends within the cycles looked at is known to its end.
  const until = told.length < PREVIEWED_CYCLES ? undefined : told.at(-1)?.dueOn;
  const left = [...known];
  return upcoming(after, PREVIEWED_CYCLES)
    .filter(({ dueOn }) => until === undefined || dueOn <= until)
    .some((charge) => {
      const covers = cheapest(left.filter((each) => isCovered(charge, each)));
      if (covers) left.splice(left.indexOf(covers), 1);
      return !covers;
    });
}

function isCovered(charge: Charge, known: Charge): boolean {
  return known.dueOn <= charge.dueOn && known.totalBeforeTaxMinor >= charge.totalBeforeTaxMinor;
}

function cheapest(charges: readonly Charge[]): Charge | undefined {
  return charges.reduce<Charge | undefined>(
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
  return consented(state, events, consent, (after, words) => {
    if (authority === 'customer' && chargesMore(state, after)) throw consentRequired(words);
  });
}

/** The same when changes are approved that were asked for before. Throws `consent-outdated` where they charge what nobody was told of. */
export function consentToApproval(
  state: StartedSubscription,
  events: readonly SubscriptionEvent[],
  { requestId, consent }: ApprovalCommand,
): Draft[] {
  const request = requestOf(state, requestId);
  return consented(state, events, consent, (after, words) => {
    if (isOutdated(request, state, after)) throw consentOutdated(words);
  });
}

function consented(
  state: StartedSubscription,
  events: readonly SubscriptionEvent[],
  consent: Consent | undefined,
  requireNone: (after: StartedSubscription, words: string) => void,
): Draft[] {
  if (events.length === 0) return [];
  const after = events.reduce(evolve, state) as StartedSubscription;
  const words = wordsFor(after);
  if (!consent) {
    requireNone(after, words);
    return [];
  }
  if (consent.words !== words) throw consentWordsDiffer(words);
  const { customerId } = state;
  return [{ type: 'subscription.consent-recorded.v1', data: { customerId, ...consent } }];
}
