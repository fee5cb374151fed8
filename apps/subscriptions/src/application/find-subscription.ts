import type { AsOf, CommandRunner, Folded } from '@continuo/event-store/command-runner';
import { subscriptionNotFound } from '../domain/subscription/errors';
import type { StartedSubscription } from '../domain/subscription/state';
import { SUBSCRIPTION } from './aggregates';

/** Who looks: bounded to one call centre, or to none. */
export interface Viewer {
  readonly callCentreId?: string;
}

/** A program belongs to the call centre that sold it; to any other centre it does not exist. */
export function maySee(viewer: Viewer, { sale }: Pick<StartedSubscription, 'sale'>): boolean {
  return viewer.callCentreId === undefined || viewer.callCentreId === sale.callCentreId;
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
