import { type CommandRunner } from '@continuo/event-store/command-runner';
import type { EventStore } from '@continuo/event-store/event-store';
import type { MadeChange } from '../domain/subscription/commands';
import { nothingToUndo } from '../domain/subscription/errors-of-changes';
import { madeChange } from '../domain/subscription/made-change';
import { FIRST_ORDER, SUBSCRIPTION } from './aggregates';
import { type ProgramEvent, readChanges } from './read-changes';

/**
 * A change as it was made, with the program before and after it, and the later changes that still stand. Throws `change-not-found`, and
 * `nothing-to-undo` for what time has brought about.
 */
export async function readMadeChange(
  runner: CommandRunner,
  store: EventStore,
  subscriptionId: string,
  changeId: string,
): Promise<MadeChange> {
  const { revision } = await runner.load(SUBSCRIPTION, subscriptionId);
  const events = await readChanges(store, subscriptionId, 0, revision + 1);
  const byCommand = new Map<string, ProgramEvent[]>();
  for (const event of events) {
    const { commandId } = event.metadata;
    byCommand.set(commandId, [...(byCommand.get(commandId) ?? []), event]);
  }
  // A pause that was over, a cycle that fell due: nobody has asked for it.
  if (byCommand.get(changeId)?.[0]?.metadata.actor.kind === 'system') throw nothingToUndo(changeId);
  const requests = [...byCommand].map(([id, own]) => ({ changeId: id, events: own }));
  const made = madeChange(requests, changeId);
  const receipt = made.events.some(({ type }) => type === 'subscription.trial-started.v1');
  if (!receipt) return made;
  const { state: first } = await runner.load(FIRST_ORDER, made.before.orderId);
  return { ...made, deliveredAt: first.deliveredAt ?? undefined };
}
