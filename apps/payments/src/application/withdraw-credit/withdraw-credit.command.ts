import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Granter } from '../../domain/customer-credit/limits';
import type { CreditState } from '../../domain/customer-credit/state';

export interface AskedCreditWithdrawal {
  readonly customerId: string;
  readonly grantId: string;
  /** All that is left when null. */
  readonly amountMinor: number | null;
  readonly reason: string;
  readonly byRole: Granter;
}

/** A person takes back what of a grant is not spent. */
export class WithdrawCreditCommand extends Command<Folded<CreditState>> {
  constructor(
    readonly withdrawal: AskedCreditWithdrawal,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
