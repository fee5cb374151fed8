import { CommandRunner } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Waker } from '@continuo/service/service';
import { Injectable } from '@nestjs/common';
import { PAYMENT } from '../../application/aggregates';
import { Cards } from '../../application/cards';
import { GatewayDesk } from '../../application/gateway-desk';
import { type OpenPayment, openAttempt } from '../../domain/payment/state';

/** A payment is due: its open attempt is asked about, its retry or next instalment is tried. */
@Injectable()
export class PaymentWaker implements Waker {
  readonly category = PAYMENT.category;
  readonly maxInFlight = 64;

  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly cards: Cards,
  ) {}

  async wake(paymentId: string, context: CommandContext): Promise<void> {
    const underWay = this.desk.underWay(paymentId);
    if (underWay) return underWay;
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none') return;
    if (openAttempt(state)) return this.desk.ask(paymentId, context);
    if (await this.replaceCard(paymentId, state, context)) return;
    const { now } = context;
    await this.desk.execute(paymentId, { type: 'proceed', paymentId, now }, context);
  }

  /** The network has given the card a new token since: what is due is tried on that one. */
  private async replaceCard(
    paymentId: string,
    { method }: OpenPayment,
    context: CommandContext,
  ): Promise<boolean> {
    const { update } = await this.cards.find(method.token);
    if (update?.result !== 'new-token' || update.newToken === method.token) return false;
    const { events } = await this.desk.execute(
      paymentId,
      {
        type: 'replace-method',
        paymentId,
        method: { ...method, token: update.newToken },
        triesOnCard: await this.cards.tries(update.newToken),
        onFile: true,
        now: context.now,
      },
      { ...context, commandId: deriveUuid(context.commandId, 'replace-card') },
    );
    return events.some((event) => event.type === 'payment.method-replaced.v1');
  }
}
