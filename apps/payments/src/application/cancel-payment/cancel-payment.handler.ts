import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { CancelPaymentCommand } from './cancel-payment.command';

@CommandHandler(CancelPaymentCommand)
export class CancelPaymentHandler implements ICommandHandler<CancelPaymentCommand> {
  constructor(private readonly desk: GatewayDesk) {}

  /** The cancellation is recorded first: what the gateway then tells is judged by it. */
  async execute({ orderId, lines, reason, context }: CancelPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(orderId);
    const { now } = context;
    const command = { type: 'cancel-order', paymentId, lines, reason, now } as const;
    await this.desk.execute(paymentId, command, context);
    await this.desk.clear(paymentId, context);
  }
}
