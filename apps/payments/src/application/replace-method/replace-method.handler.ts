import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { unknownToken } from '@continuo/service/payment-tokens';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Method } from '../../domain/payment/facts';
import type { OpenPayment } from '../../domain/payment/state';
import { Cards } from '../cards';
import { FinanceAlerts } from '../finance-alerts';
import { findPayment } from '../find-payment';
import { GatewayDesk } from '../gateway-desk';
import { KnownTokens } from '../known-tokens';
import { Routing } from '../routing';
import { ReplaceMethodCommand } from './replace-method.command';

@CommandHandler(ReplaceMethodCommand)
export class ReplaceMethodHandler implements ICommandHandler<ReplaceMethodCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly cards: Cards,
    private readonly routing: Routing,
    private readonly known: KnownTokens,
    private readonly alerts: FinanceAlerts,
  ) {}

  async execute(asked: ReplaceMethodCommand): Promise<Folded<OpenPayment>> {
    const { paymentId, token, expectedRevision, callCentreId, context } = asked;
    const { state } = await findPayment(this.runner, paymentId, callCentreId);
    await this.requireKnown(token, state, context);
    await this.desk.underWay(paymentId);
    await this.desk.clear(paymentId, context);
    const triesOnCard = await this.cards.tries(token);
    // A card that was given anew, to somebody who asked for it, has no first transaction to cite.
    const method: Method = { token, initiator: 'moto', networkTransactionId: null };
    const account = await this.routing.accountFor(state.order, method);
    const { now } = context;
    const command = {
      type: 'replace-method',
      paymentId,
      method,
      account,
      triesOnCard,
      now,
    } as const;
    await this.desk.execute(paymentId, command, context, { expectedRevision });
    await this.desk.underWay(paymentId);
    return findPayment(this.runner, paymentId);
  }

  /** Finance hears of it once: as a card of another customer, or as a token that nobody knows. */
  private async requireKnown(
    token: string,
    { paymentId, order }: OpenPayment,
    context: CommandContext,
  ): Promise<void> {
    const about = { paymentId, amountMinor: null, currency: order.currency };
    const knowledge = await this.known.ask(token, order.customerId, about);
    if (knowledge === 'known') return;
    const refusal = unknownToken('/token');
    const { code, message: detail } = refusal;
    if (knowledge === 'unknown') await this.alerts.raise({ ...about, code, detail }, context);
    throw refusal;
  }
}
