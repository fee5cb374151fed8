import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { PERSONAL_DATA, type PersonalData } from '@continuo/personal-data/personal-data';
import { Inject } from '@nestjs/common';
import { CommandHandler } from '@nestjs/cqrs';
import type { CustomerEvent } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';
import { customerAggregate } from '../aggregates';
import { customerHasOpenBusiness } from '../../domain/customer/errors';
import { EraseCustomer } from './erase-customer.command';
import { OpenBusiness } from './open-business';

/** The wish is recorded, the key destroyed, the erasure recorded: a crash in between is made good by the waker. */
@CommandHandler(EraseCustomer)
export class EraseCustomerHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly business: OpenBusiness,
    @Inject(PERSONAL_DATA) private readonly personal: PersonalData,
  ) {}

  async execute({
    customerId,
    context,
  }: EraseCustomer): Promise<Outcome<CustomerEvent, CustomerState>> {
    await this.requireNoOpenBusiness(customerId);
    const wish = { kind: 'request-erasure', at: context.now } as const;
    await this.runner.execute(customerAggregate, customerId, wish, context);
    await this.personal.erase(customerId);
    const completion = { ...context, commandId: deriveUuid(context.commandId, 'completion') };
    const command = { kind: 'complete-erasure' } as const;
    return this.runner.execute(customerAggregate, customerId, command, completion);
  }

  /** Nobody is charged after an erasure; one that is under way is completed, whatever came about since. */
  private async requireNoOpenBusiness(customerId: string): Promise<void> {
    const { state } = await this.runner.load(customerAggregate, customerId);
    if (state.status !== 'active') return;
    const { subscriptionIds, orderIds } = await this.business.of(customerId);
    if (subscriptionIds.length + orderIds.length > 0)
      throw customerHasOpenBusiness(subscriptionIds, orderIds);
  }
}
