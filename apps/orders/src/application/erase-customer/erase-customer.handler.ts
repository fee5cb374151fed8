import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { CustomerEvent } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';
import { customerAggregate } from '../aggregates';
import { EraseCustomer } from './erase-customer.command';

/** The wish is recorded, the key destroyed, the erasure recorded: a crash in between is made good by the waker. */
@CommandHandler(EraseCustomer)
export class EraseCustomerHandler {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  async execute({
    customerId,
    context,
  }: EraseCustomer): Promise<Outcome<CustomerEvent, CustomerState>> {
    const wish = { kind: 'request-erasure', at: context.now } as const;
    await this.runner.execute(customerAggregate, customerId, wish, context);
    await this.personal.erase(customerId);
    const completion = { ...context, commandId: deriveUuid(context.commandId, 'completion') };
    const command = { kind: 'complete-erasure' } as const;
    return this.runner.execute(customerAggregate, customerId, command, completion);
  }
}
