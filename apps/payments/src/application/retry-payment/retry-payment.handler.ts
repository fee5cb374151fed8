import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Cards } from '../cards';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { Routing } from '../routing';
import { RetryPaymentCommand } from './retry-payment.command';

@CommandHandler(RetryPaymentCommand)
export class RetryPaymentHandler implements ICommandHandler<RetryPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly cards: Cards,
    private readonly routing: Routing,
    private readonly runner: CommandRunner,
  ) {}

  async execute({ orderId, method, context }: RetryPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(orderId);
    await this.desk.clear(paymentId, context);
    const { state } = await findPayment(this.runner, paymentId);
    const account = await this.routing.accountFor(state.order, method);
    const triesOnCard = await this.cards.tries(method.token);
    const { now } = context;
    const command = {
      type: 'replace-method',
      paymentId,
      method,
      account,
      triesOnCard,
      now,
    } as const;
    await this.desk.execute(paymentId, command, context);
  }
}
