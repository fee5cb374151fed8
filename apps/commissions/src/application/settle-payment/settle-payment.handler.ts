import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CommissionCommand } from '../../domain/commission/decider';
import { COMMISSION } from '../aggregates';
import { SettlePaymentCommand } from './settle-payment.command';

@CommandHandler(SettlePaymentCommand)
export class SettlePaymentHandler implements ICommandHandler<SettlePaymentCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ what, orderId, settlement, context }: SettlePaymentCommand): Promise<void> {
    const command: CommissionCommand =
      what === 'capture'
        ? { type: 'settle-capture', orderId, capture: settlement }
        : { type: 'settle-refund', orderId, refund: settlement };
    await this.runner.execute(COMMISSION, orderId, command, context);
  }
}
