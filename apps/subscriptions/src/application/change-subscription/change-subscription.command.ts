import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Authority, Consent } from '../../domain/subscription/change';
import type { Effect } from '../../domain/subscription/preview';
import type { StartedSubscription } from '../../domain/subscription/state';
import type { Person } from '../../domain/subscription/terms';
import type { Viewer } from '../find-subscription';
import type { AskedChange } from './asked-change';

export interface ChangedSubscription {
  readonly state: StartedSubscription;
  readonly revision: number;
  readonly effect: Effect;
  /** It waits for a supervisor: nothing has changed. */
  readonly awaitsApproval: boolean;
}

/** What one request asks of a program: a single change, or several together. */
export interface AskedChanges {
  readonly changes: readonly AskedChange[];
  /** A route of its own for one change: its fields are named without the list. */
  readonly single: boolean;
  readonly authority: Authority;
  readonly consent?: Consent;
  /** Set where a change beyond the authority is to wait for a supervisor. */
  readonly askApprovalAs?: Person;
}

/** Changes of one program, asked for on a call: together or not at all. */
export class ChangeSubscriptionCommand extends Command<ChangedSubscription> {
  constructor(
    readonly subscriptionId: string,
    readonly asked: AskedChanges,
    readonly viewer: Viewer,
    /** The revision the caller has seen. */
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
