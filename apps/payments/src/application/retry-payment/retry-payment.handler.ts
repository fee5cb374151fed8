import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Cards } from '../cards';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { RetryPaymentCommand } from './retry-payment.command';

@CommandHandler(RetryPaymentCommand)
export class RetryPaymentHandler implements ICommandHandler<RetryPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly cards: Cards,
  ) {}

  async execute({ orderId, method, context }: RetryPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(orderId);
    await this.desk.clear(paymentId, context);
    const triesOnCard = await this.cards.tries(method.token);
    const { now } = context;
    const command = { type: 'replace-method', paymentId, method, triesOnCard, now } as const;
    await this.desk.execute(paymentId, command, context);
  }
}
