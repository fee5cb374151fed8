import type { AsOf, CommandRunner, Folded } from '@continuo/event-store/command-runner';
import { subscriptionNotFound } from '../domain/subscription/errors';
import type { StartedSubscription } from '../domain/subscription/state';
import { SUBSCRIPTION } from './aggregates';

/** Who looks: bounded to one call centre, to one customer, or to none. */
export interface Viewer {
  readonly callCentreId?: string;
  readonly customerId?: string;
}

/** A program belongs to its customer and to the call centre that sold it; to any other it does not exist. */
export function maySee(
  { callCentreId, customerId }: Viewer,
  program: Pick<StartedSubscription, 'sale' | 'customerId'>,
): boolean {
  return (
    (callCentreId === undefined || callCentreId === program.sale.callCentreId) &&
    (customerId === undefined || customerId === program.customerId)
  );
}

/** Throws DomainError `subscription-not-found`, also where the viewer may not know of it. */
export async function findSubscription(
  runner: CommandRunner,
  id: string,
  viewer: Viewer,
  asOf?: AsOf,
): Promise<Folded<StartedSubscription>> {
  const { state, revision } = await runner.load(SUBSCRIPTION, id, asOf);
  if (state.status === 'none' || !maySee(viewer, state)) throw subscriptionNotFound(id);
  return { state, revision };
}
