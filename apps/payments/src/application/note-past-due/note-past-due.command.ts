import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { InstalmentRule } from '../../domain/dunning/policy';
import type { PastDuePayment } from '../../domain/arrears/decider';

/** What a payment has past due, or that it was given up: the limits decide about further shipments. */
export class NotePastDueCommand extends Command<void> {
  constructor(
    readonly about: { readonly customerId: string; readonly campaignId: string | null },
    readonly news:
      | { readonly payment: Omit<PastDuePayment, 'since'> & { readonly since: string | null } }
      | { readonly paymentId: string; readonly rule: InstalmentRule },
    readonly context: CommandContext,
  ) {
    super();
  }
}
