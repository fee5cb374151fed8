import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CONFIG, type Config } from '@continuo/service/config';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CreditState } from '../../domain/customer-credit/state';
import { CUSTOMER_CREDIT } from '../credit-aggregate';
import { GrantCreditCommand } from './grant-credit.command';

@CommandHandler(GrantCreditCommand)
export class GrantCreditHandler implements ICommandHandler<GrantCreditCommand> {
  constructor(
    private readonly runner: CommandRunner,
    @Inject(CONFIG) private readonly config: Config,
  ) {}

  async execute({ grant, context }: GrantCreditCommand): Promise<Folded<CreditState>> {
    const { creditLimits: limits } = this.config;
    const command = { type: 'grant', ...grant, limits, now: context.now } as const;
    return this.runner.execute(CUSTOMER_CREDIT, grant.customerId, command, context);
  }
}
