import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { OpenPaymentCommand } from './open-payment.command';

@CommandHandler(OpenPaymentCommand)
export class OpenPaymentHandler implements ICommandHandler<OpenPaymentCommand> {
  constructor(private readonly desk: GatewayDesk) {}

  async execute({ order, method, context }: OpenPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(order.orderId);
    const { now } = context;
    await this.desk.execute(paymentId, { type: 'open', paymentId, order, method, now }, context);
  }
}
