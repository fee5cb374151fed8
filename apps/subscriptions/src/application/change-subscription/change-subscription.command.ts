import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Authority, Change } from '../../domain/subscription/commands';
import type { Effect } from '../../domain/subscription/preview';
import type { StartedSubscription } from '../../domain/subscription/state';
import type { Viewer } from '../find-subscription';

export interface ChangedSubscription {
  readonly state: StartedSubscription;
  readonly revision: number;
  readonly effect: Effect;
}

/** One change of one program, asked for on a call. */
export class ChangeSubscriptionCommand extends Command<ChangedSubscription> {
  constructor(
    readonly subscriptionId: string,
    readonly change: Change,
    readonly authority: Authority,
    readonly viewer: Viewer,
    /** The revision the caller has seen. */
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
