import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import { customerErased, customerNotFound } from '../../domain/customer/errors';
import type { CustomerEvent } from '../../domain/customer/events';
import type { CustomerState } from '../../domain/customer/state';
import { customerAggregate } from '../aggregates';
import { CustomerFiles, PROFILE_FIELDS } from '../selling/customer-files';
import { ChangeCustomer } from './change-customer.command';

@CommandHandler(ChangeCustomer)
export class ChangeCustomerHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly files: CustomerFiles,
  ) {}

  async execute(command: ChangeCustomer): Promise<Outcome<CustomerEvent, CustomerState>> {
    const { customerId, change, context, expectedRevision } = command;
    const { state, revision } = await this.runner.load(customerAggregate, customerId);
    if (state.status === 'none') throw customerNotFound(customerId);
    const before = state.status === 'active' ? await this.files.open(state) : null;
    if (!before) throw customerErased();
    const part = PROFILE_FIELDS.find((field) => field in change);
    if (!part) return { state, revision, events: [] };
    const after = { ...before, ...change };
    return this.files.change(customerId, part, after, context, expectedRevision);
  }
}
