import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { orderAggregate } from '../../application/aggregates';

/** The day has come on which an order's goods are to leave: it goes to fulfilment. */
@Injectable()
export class ShipDateWaker implements Waker {
  readonly category = orderAggregate.category;

  constructor(private readonly runner: CommandRunner) {}

  async wake(orderId: string, context: CommandContext): Promise<void> {
    const command = { kind: 'release-due', now: context.now } as const;
    await this.runner.execute(orderAggregate, orderId, command, context);
  }
}
