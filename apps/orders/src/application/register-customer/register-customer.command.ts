import type { Outcome } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { CustomerEvent, Profile } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';

export class RegisterCustomer extends Command<Outcome<CustomerEvent, CustomerState>> {
  constructor(
    readonly customerId: string,
    readonly profile: Profile,
    readonly context: CommandContext,
  ) {
    super();
  }
}
