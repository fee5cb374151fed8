import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { byCustomer } from '../../domain/payment/facts';
import { Cards } from '../cards';
import { CustomerCredits } from '../customer-credits';
import { GatewayDesk } from '../gateway-desk';
import { paymentIdOf } from '../payment-id';
import { Routing } from '../routing';
import { OpenPaymentCommand } from './open-payment.command';

@CommandHandler(OpenPaymentCommand)
export class OpenPaymentHandler implements ICommandHandler<OpenPaymentCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly routing: Routing,
    private readonly cards: Cards,
    private readonly credits: CustomerCredits,
  ) {}

  async execute({
    order,
    method: known,
    useCredit,
    depositMinor,
    context,
  }: OpenPaymentCommand): Promise<void> {
    const paymentId = paymentIdOf(order.orderId);
    // Whoever sends the order may have heard of the card before its network gave it another token.
    const given = byCustomer(known.initiator);
    const token = given ? known.token : await this.cards.onFile(known.token);
    const method = { ...known, token };
    const account = await this.routing.accountFor(order, method);
    const creditMinor = useCredit ? await this.credits.reserve(paymentId, order, context) : 0;
    const { now } = context;
    const agreed = { order, method, account, creditMinor, depositMinor };
    const command = { type: 'open', paymentId, ...agreed, now } as const;
    await this.desk.execute(paymentId, command, context, { likelyNew: true });
  }
}
