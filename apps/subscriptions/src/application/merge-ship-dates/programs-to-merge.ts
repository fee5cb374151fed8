import type { CommandRunner } from '@continuo/event-store/command-runner';
import { differentCustomers } from '../../domain/subscription/errors-of-changes';
import type { StartedSubscription } from '../../domain/subscription/state';
import { findSubscription, type Viewer } from '../find-subscription';

/** Each program once. Throws DomainError `subscription-not-found`, or `different-customers`. */
export async function programsToMerge(
  runner: CommandRunner,
  ids: readonly string[],
  viewer: Viewer,
): Promise<readonly StartedSubscription[]> {
  const found = await Promise.all(
    [...new Set(ids)].map((id) => findSubscription(runner, id, viewer)),
  );
  const programs = found.map(({ state }) => state);
  if (new Set(programs.map(({ customerId }) => customerId)).size > 1) throw differentCustomers();
  return programs;
}
