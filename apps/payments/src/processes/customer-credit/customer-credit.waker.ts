import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { CUSTOMER_CREDIT } from '../../application/credit-aggregate';

/** What was granted until now and is left expires. */
@Injectable()
export class CustomerCreditWaker implements Waker {
  readonly category = CUSTOMER_CREDIT.category;

  constructor(private readonly runner: CommandRunner) {}

  async wake(customerId: string, context: CommandContext): Promise<void> {
    const command = { type: 'expire', customerId, now: context.now } as const;
    await this.runner.execute(CUSTOMER_CREDIT, customerId, command, context);
  }
}
