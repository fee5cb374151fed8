import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionDecider } from '../../domain/subscription/decider';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import { SUBSCRIPTION } from '../aggregates';
import { MergeShipDatesCommand, type MergedProgram } from './merge-ship-dates.command';
import { programsToMerge } from './programs-to-merge';

/**
 * Each program is a stream of its own, so this is several commands: all are decided first, and nothing is written when one is
 * refused. Whoever repeats the request after a crash in between carries out the rest: the commands' ids follow from it.
 */
@CommandHandler(MergeShipDatesCommand)
export class MergeShipDatesHandler implements ICommandHandler<MergeShipDatesCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: MergeShipDatesCommand): Promise<readonly MergedProgram[]> {
    const { on, authority, viewer, context } = asked;
    const change = { kind: 'anchor', on } as const;
    const command = { kind: 'change', change, authority, now: context.now } as const;
    const contextOf = (id: string) => ({
      ...context,
      commandId: deriveUuid(context.commandId, id),
    });
    const programs = await programsToMerge(this.runner, asked.subscriptionIds, viewer);
    for (const state of programs) {
      const id = state.subscriptionId;
      const repeated = await this.runner.carriedOut(SUBSCRIPTION, id, contextOf(id));
      if (!repeated) subscriptionDecider.decide(command, state);
    }
    const merged: MergedProgram[] = [];
    for (const before of programs) {
      const id = before.subscriptionId;
      const { state, revision, events } = await this.runner.execute(
        SUBSCRIPTION,
        id,
        command,
        contextOf(id),
      );
      if (state.status === 'none') throw subscriptionNotFound(id);
      const effect = effectOf(before, events, state);
      const changeId = contextOf(id).commandId;
      merged.push({ state, revision, effect, awaitsApproval: false, changeId });
    }
    return merged;
  }
}
