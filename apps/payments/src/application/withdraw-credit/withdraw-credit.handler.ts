import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CreditState } from '../../domain/customer-credit/state';
import { CUSTOMER_CREDIT } from '../credit-aggregate';
import { WithdrawCreditCommand } from './withdraw-credit.command';

@CommandHandler(WithdrawCreditCommand)
export class WithdrawCreditHandler implements ICommandHandler<WithdrawCreditCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: WithdrawCreditCommand): Promise<Folded<CreditState>> {
    const { withdrawal, expectedRevision, context } = asked;
    const command = { type: 'withdraw', ...withdrawal, now: context.now } as const;
    const { customerId } = withdrawal;
    return this.runner.execute(CUSTOMER_CREDIT, customerId, command, context, { expectedRevision });
  }
}
