import type { Consent } from '../../domain/subscription/change';
import type { ChangesCommand } from '../../domain/subscription/commands';
import { subscriptionDecider } from '../../domain/subscription/decider';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import type { SubscriptionState } from '../../domain/subscription/state';
import { wordsFor } from '../../domain/subscription/words';

/** The consent that was recorded with a request, if there was one. */
export function consentIn(events: readonly SubscriptionEvent[]): { readonly consent?: Consent } {
  const recorded = events.find((event) => event.type === 'subscription.consent-recorded.v1');
  if (!recorded) return {};
  const { words, reference } = recorded.data;
  return { consent: { words, reference } };
}

/** In another life the customer is told other words of the same change, and agrees to those. */
export function consentedAgain(state: SubscriptionState, command: ChangesCommand): ChangesCommand {
  const { consent, ...asked } = command;
  if (!consent) return command;
  const events = subscriptionDecider.decide({ ...asked, authority: 'supervisor' }, state);
  const after = events.reduce(subscriptionDecider.evolve, state);
  if (after.status === 'none') return command;
  return { ...command, consent: { ...consent, words: wordsFor(after) } };
}
