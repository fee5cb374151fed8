import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import { SUBSCRIPTION } from '../aggregates';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import { findSubscription } from '../find-subscription';
import { readMadeChange } from '../read-made-change';
import { UndoChangeCommand } from './undo-change.command';

@CommandHandler(UndoChangeCommand)
export class UndoChangeHandler implements ICommandHandler<UndoChangeCommand> {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute(asked: UndoChangeCommand): Promise<ChangedSubscription> {
    const { subscriptionId, changeId, viewer, authority, expectedRevision, context } = asked;
    const { state: before } = await findSubscription(this.runner, subscriptionId, viewer);
    const made = await readMadeChange(this.runner, this.store, subscriptionId, changeId);
    const { state, revision, events } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      { kind: 'undo', made, authority, now: context.now },
      context,
      // What was read belongs to the revision the caller has seen; at another one it is read again.
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    return { state, revision, effect: effectOf(before, events, state), awaitsApproval: false };
  }
}
