import type { Consent } from '../../domain/subscription/change';
import type { ApprovalCommand, ChangesCommand } from '../../domain/subscription/commands';
import { requestOf } from '../../domain/subscription/decide-changes';
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
export function consentedAgain<Asked extends ChangesCommand | ApprovalCommand>(
  state: SubscriptionState,
  command: Asked,
): Asked {
  const { consent, now } = command;
  if (!consent || state.status === 'none') return command;
  const { changes } = command.kind === 'changes' ? command : requestOf(state, command.requestId);
  const asked = { kind: 'changes', changes, authority: 'supervisor', now } as const;
  const after = subscriptionDecider.decide(asked, state).reduce(subscriptionDecider.evolve, state);
  if (after.status === 'none') return command;
  return { ...command, consent: { ...consent, words: wordsFor(after) } };
}
