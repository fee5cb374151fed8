import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { Routing } from '../routing';
import { OpenPaymentCommand } from './open-payment.command';

@CommandHandler(OpenPaymentCommand)
export class OpenPaymentHandler implements ICommandHandler<OpenPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly routing: Routing,
  ) {}

  async execute({ order, method, context }: OpenPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(order.orderId);
    const account = await this.routing.accountFor(order, method);
    const { now } = context;
    const command = { type: 'open', paymentId, order, method, account, now } as const;
    await this.desk.execute(paymentId, command, context, { likelyNew: true });
  }
}
