import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ChangeCommand, ChangesCommand } from '../../domain/subscription/commands';
import { subscriptionNotFound } from '../../domain/subscription/errors';
import { effectOf } from '../../domain/subscription/preview';
import type { StartedSubscription } from '../../domain/subscription/state';
import { SUBSCRIPTION } from '../aggregates';
import { findSubscription } from '../find-subscription';
import { type ChangedSubscription, ChangeSubscriptionCommand } from './change-subscription.command';
import { ResolveChanges } from './resolve-changes';

@CommandHandler(ChangeSubscriptionCommand)
export class ChangeSubscriptionHandler implements ICommandHandler<ChangeSubscriptionCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly resolving: ResolveChanges,
  ) {}

  async execute(asked: ChangeSubscriptionCommand): Promise<ChangedSubscription> {
    const { subscriptionId, viewer, expectedRevision, context } = asked;
    const { state: before } = await findSubscription(this.runner, subscriptionId, viewer);
    const repeated = await this.runner.carriedOut(SUBSCRIPTION, subscriptionId, context);
    const command = repeated ? nothing(asked) : await this.commandFor(asked, before);
    const { state, revision, events } = await this.runner.execute(
      SUBSCRIPTION,
      subscriptionId,
      command,
      context,
      { expectedRevision },
    );
    if (state.status === 'none') throw subscriptionNotFound(subscriptionId);
    const awaitsApproval = state.requests.some(({ requestId }) => requestId === context.commandId);
    return { state, revision, effect: effectOf(before, events, state), awaitsApproval };
  }

  private async commandFor(
    { asked, context }: ChangeSubscriptionCommand,
    before: StartedSubscription,
  ): Promise<ChangeCommand | ChangesCommand> {
    const { authority, single, consent, askApprovalAs } = asked;
    const { now, commandId } = context;
    const pointerOf = (index: number) => (single ? '' : `/changes/${index}`);
    const changes = await this.resolving.forChange(before, asked.changes, authority, pointerOf);
    const [change] = changes;
    if (single && change) return { kind: 'change', change, authority, consent, now };
    const askApproval = askApprovalAs && { requestId: commandId, requestedBy: askApprovalAs };
    return { kind: 'changes', changes, authority, consent, now, askApproval };
  }
}

/** A repeat is answered from the record; nothing is looked up or decided again. */
function nothing({ asked, context }: ChangeSubscriptionCommand): ChangesCommand {
  return { kind: 'changes', changes: [], authority: asked.authority, now: context.now };
}
