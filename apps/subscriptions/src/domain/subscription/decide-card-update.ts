import type { UpdateCardCommand } from './commands';
import type { Draft } from './draft';
import type { StartedSubscription } from './state';

/** The next charge is made on the card's new token, and cites the first charge as before. */
export function decideCardUpdate(
  { customerId, payment }: StartedSubscription,
  { from, to }: UpdateCardCommand,
): Draft[] {
  if (payment.token !== from || to === from) return [];
  return [{ type: 'subscription.card-updated.v1', data: { customerId, from, to } }];
}
