import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Instant } from '@continuo/kernel/instant';
import { Command } from '@nestjs/cqrs';
import type { Granter } from '../../domain/customer-credit/limits';
import type { CreditState } from '../../domain/customer-credit/state';

export interface AskedGrant {
  readonly customerId: string;
  readonly grantId: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly reason: string;
  readonly byRole: Granter;
  readonly expiresAt: Instant | null;
}

/** A person gives a customer credit, within what the person's role may. */
export class GrantCreditCommand extends Command<Folded<CreditState>> {
  constructor(
    readonly grant: AskedGrant,
    readonly context: CommandContext,
  ) {
    super();
  }
}
