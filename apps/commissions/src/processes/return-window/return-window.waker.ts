import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { COMMISSION } from '../../application/aggregates';

/** The return window of a line has closed: its commission is earned. */
@Injectable()
export class ReturnWindowWaker implements Waker {
  readonly category = COMMISSION.category;

  constructor(private readonly runner: CommandRunner) {}

  async wake(orderId: string, context: CommandContext): Promise<void> {
    await this.runner.execute(COMMISSION, orderId, { type: 'earn', at: context.now }, context);
  }
}
