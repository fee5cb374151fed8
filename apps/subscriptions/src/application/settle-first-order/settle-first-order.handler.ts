import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveId } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { FIRST_ORDER, SUBSCRIPTION } from '../aggregates';
import { SettleFirstOrderCommand } from './settle-first-order.command';

/**
 * The order that sold a program is its cycle 1; only prepaid programs depend on what becomes of it. Payments may tell of it before
 * orders have: then it is kept first and looked for again, and whoever starts the program looks there, so that one of both finds the
 * other's.
 */
@CommandHandler(SettleFirstOrderCommand)
export class SettleFirstOrderHandler implements ICommandHandler<SettleFirstOrderCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(command: SettleFirstOrderCommand): Promise<void> {
    const { orderId, outcome, contextOf } = command;
    const lineIds = await this.settle(command, command.lineIds);
    if (lineIds.length === 0) return;
    const early = { kind: 'outcome', orderId, lineIds, outcome } as const;
    await this.runner.execute(FIRST_ORDER, orderId, early, contextOf(orderId));
    await this.settle(command, lineIds);
  }

  /** Lines without a program, as far as is known. */
  private async settle(
    { orderId, outcome, contextOf }: SettleFirstOrderCommand,
    lineIds: readonly string[],
  ): Promise<readonly string[]> {
    const left: string[] = [];
    for (const lineId of lineIds) {
      const id = deriveId('sub', orderId, lineId);
      const { state } = await this.runner.load(SUBSCRIPTION, id);
      if (state.status === 'none') left.push(lineId);
      else if (state.runs.length > 0) {
        const command = { kind: 'settle', cycle: 1, outcome } as const;
        await this.runner.execute(SUBSCRIPTION, id, command, contextOf(id));
      }
    }
    return left;
  }
}
