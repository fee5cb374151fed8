import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler } from '@nestjs/cqrs';
import { noLines, notADraft } from '../../domain/order/errors';
import type { Placement } from '../../domain/order/events';
import { priceOrder } from '../../domain/order/pricing';
import { tenderOf } from '../../domain/order/tender';
import type { Draft, OrderState } from '../../domain/order/state';
import { orderAggregate } from '../aggregates';
import type { OrderAnswer } from '../open-order/open-order.command';
import { OutcomeWait } from '../selling/outcome-wait';
import { SalesDesk } from '../selling/sales-desk';
import { PlaceOrder } from './place-order.command';

@CommandHandler(PlaceOrder)
export class PlaceOrderHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly wait: OutcomeWait,
  ) {}

  async execute(command: PlaceOrder): Promise<OrderAnswer> {
    const { orderId, boundTo, context, expectedRevision, waitMs } = command;
    const { state } = await this.desk.order(orderId, boundTo);
    const repeated = await this.runner.carriedOut(orderAggregate, orderId, context);
    if (repeated) return this.answer(orderId, repeated, waitMs);
    if (state.status !== 'draft' || !('linesAdded' in state)) throw notADraft(state.status);
    await this.desk.requireKnownToken(command.pay.token, state.customerId, '/token');
    const placement = await this.placementOf(state, command);
    const outcome = await this.runner.execute(
      orderAggregate,
      orderId,
      { kind: 'place', placement, link: command.pay.link },
      context,
      { expectedRevision },
    );
    return this.answer(orderId, outcome, waitMs);
  }

  private async answer(
    orderId: string,
    { state, revision }: Folded<OrderState>,
    waitMs: number,
  ): Promise<OrderAnswer> {
    const answer = { orderId, order: state, revision };
    return waitMs > 0 ? this.wait.forOutcome(answer, waitMs) : answer;
  }

  /** The quote made anew: prices that still hold, today's tax, frozen from here on. */
  private async placementOf(draft: Draft, { pay, party, context }: PlaceOrder): Promise<Placement> {
    const { status: _, lines, linesAdded: __, consent, shipping, ...opening } = draft;
    if (lines.length === 0) throw noLines();
    const { campaignId, callCentreId } = opening.sale;
    const seller = { ...party, callCentreId: party.callCentreId ?? callCentreId };
    if (campaignId !== null) await this.desk.openCampaign(campaignId, seller, context.now);
    await this.desk.requireCurrentPrices(lines);
    const { zone, destination } = opening;
    const terms = await this.desk.pricingTerms(context.now, zone, destination, shipping);
    const priced = priceOrder(lines, terms);
    return {
      ...opening,
      ...priced,
      origin: { kind: 'call' },
      placedOn: terms.placedOn,
      payment: {
        token: pay.token,
        initiator: pay.initiator ?? 'moto',
        networkTransactionId: null,
      },
      tender: tenderOf(pay, priced.instalments, '/deposit_minor'),
      consent,
    };
  }
}
