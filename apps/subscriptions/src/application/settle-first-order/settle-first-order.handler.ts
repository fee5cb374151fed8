import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SUBSCRIPTION } from '../aggregates';
import { SettleFirstOrderCommand } from './settle-first-order.command';

/** The order that sold a program is its cycle 1; only prepaid programs depend on what becomes of it. */
@CommandHandler(SettleFirstOrderCommand)
export class SettleFirstOrderHandler implements ICommandHandler<SettleFirstOrderCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ orderId, lineIds, outcome, contextOf }: SettleFirstOrderCommand): Promise<void> {
    for (const lineId of lineIds) {
      const id = deriveId('sub', orderId, lineId);
      const { state } = await this.runner.load(SUBSCRIPTION, id);
      if (state.status === 'none' || state.runs.length === 0) continue;
      const command = { kind: 'settle', cycle: 1, outcome } as const;
      await this.runner.execute(SUBSCRIPTION, id, command, contextOf(id));
    }
  }
}
