import type { CommandContext } from '@continuo/kernel/command-context';
import type { LocalDate } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { Authority } from '../../domain/subscription/change';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import type { Viewer } from '../find-subscription';

/** A program of a merge as it was changed; each has a change of its own, which can be undone. */
export interface MergedProgram extends ChangedSubscription {
  readonly changeId: string;
}

/** The next cycles of several programs of one customer fall on one date, and are counted from it. */
export class MergeShipDatesCommand extends Command<readonly MergedProgram[]> {
  constructor(
    readonly subscriptionIds: readonly string[],
    readonly on: LocalDate,
    readonly authority: Authority,
    readonly viewer: Viewer,
    readonly context: CommandContext,
  ) {
    super();
  }
}
