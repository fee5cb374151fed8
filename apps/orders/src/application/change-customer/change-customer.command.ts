import type { Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CustomerEvent, Profile } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';

/** Changes one part of what is known of a person: `{ phone: '+1...' }`. */
export class ChangeCustomer extends Command<Outcome<CustomerEvent, CustomerState>> {
  constructor(
    readonly customerId: string,
    readonly change: Partial<Profile>,
    readonly context: CommandContext,
    readonly expectedRevision: number,
  ) {
    super();
  }
}
