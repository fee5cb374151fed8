import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { ARREARS } from '../../application/aggregates';

/** What a customer owes has become as old as the limits allow. */
@Injectable()
export class ArrearsWaker implements Waker {
  readonly category = ARREARS.category;

  constructor(private readonly runner: CommandRunner) {}

  async wake(customerId: string, context: CommandContext): Promise<void> {
    const { now } = context;
    await this.runner.execute(ARREARS, customerId, { type: 'check', customerId, now }, context);
  }
}
