import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import type { Authority } from '../../domain/subscription/change';
import type { Viewer } from '../find-subscription';

/** Compensates one request of changes, named by its id. */
export class UndoChangeCommand extends Command<ChangedSubscription> {
  constructor(
    readonly subscriptionId: string,
    readonly changeId: string,
    readonly viewer: Viewer,
    readonly authority: Authority,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
