import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Consent } from '../../domain/subscription/change';
import type { Person } from '../../domain/subscription/terms';
import type { ChangedSubscription } from '../change-subscription/change-subscription.command';
import type { Viewer } from '../find-subscription';

export interface ApprovalAnswer {
  readonly kind: 'approve' | 'refuse-approval';
  readonly consent?: Consent;
}

/** A supervisor's answer to changes that wait for one. */
export class DecideApprovalCommand extends Command<ChangedSubscription> {
  constructor(
    readonly subscriptionId: string,
    readonly requestId: string,
    readonly answer: ApprovalAnswer,
    readonly by: Person,
    readonly viewer: Viewer,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
