import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { CommandHandler } from '@nestjs/cqrs';
import { consentMissing, depositNeedsConsent } from '../../domain/order/errors';
import type { Consent, Opening } from '../../domain/order/events';
import { lineIdOf, type NewLine } from '../../domain/order/line';
import { priceOrder } from '../../domain/order/pricing';
import { tenderOf } from '../../domain/order/tender';
import type { OrderCommand } from '../../domain/order/commands';
import type { OrderState } from '../../domain/order/state';
import { customerAggregate, orderAggregate } from '../aggregates';
import { CustomerFiles } from '../selling/customer-files';
import { OrderSeal } from '../selling/order-seal';
import { OutcomeWait } from '../selling/outcome-wait';
import { SalesDesk } from '../selling/sales-desk';
import {
  type OrderAnswer,
  OpenOrder,
  type OrderRequest,
  type PaymentRequest,
} from './open-order.command';

/**
 * Opens a draft, or with a payment token places the order in one append. The customer's append goes
 * out first and the order's right behind it, so that in the record no order precedes its customer.
 */
@CommandHandler(OpenOrder)
export class OpenOrderHandler {
  constructor(
    private readonly runner: CommandRunner,
    private readonly desk: SalesDesk,
    private readonly files: CustomerFiles,
    private readonly seal: OrderSeal,
    private readonly wait: OutcomeWait,
  ) {}

  async execute(asked: OpenOrder): Promise<OrderAnswer> {
    const orderId = deriveId('ord', asked.context.commandId);
    try {
      return await this.open(orderId, asked);
    } catch (error) {
      // A repeat is answered, not judged again by what has changed since.
      const repeated = await this.runner.carriedOut(orderAggregate, orderId, asked.context);
      if (repeated) return this.answer(orderId, repeated, asked.waitMs);
      throw error;
    }
  }

  private async open(
    orderId: string,
    { request, party, context, waitMs }: OpenOrder,
  ): Promise<OrderAnswer> {
    const asked = request.campaign;
    const campaignId =
      'campaignId' in asked ? asked.campaignId : await this.desk.campaignOfDnis(asked.dnis);
    const { campaign, callCentreId } = await this.desk.openCampaign(campaignId, party, context.now);
    const lines: NewLine[] = [];
    for (const [index, line] of request.lines.entries()) {
      lines.push(await this.desk.line(line, campaign, `/lines/${index}`));
    }
    refuseUnready(request, lines);
    if (request.pay) {
      const whose = customerIdOf(request, context);
      await this.desk.requireKnownToken(request.pay.token, whose, '/payment/token');
    }
    const { customerId, registered } = await this.customer(request, context);
    const { country, region } = request.shipTo;
    const [shipTo, consent] = await Promise.all([
      this.seal.shipTo(request.shipTo, orderId, customerId),
      this.consent(request, orderId, customerId, context),
    ]);
    const opening: Opening = {
      orderId,
      customerId,
      sale: { campaignId, callId: request.callId, agentId: party.agentId, callCentreId },
      currency: campaign.currency,
      zone: campaign.zone,
      shipTo,
      destination: { country, region },
      shipping: campaign.shipping,
    };
    const command =
      request.pay === null
        ? ({ kind: 'open-draft', opening, lines, consent } as const)
        : await this.placing(opening, lines, consent, request.pay, context);
    const likelyNew = { likelyNew: true };
    const appended = this.runner.execute(orderAggregate, orderId, command, context, likelyNew);
    const [opened] = await Promise.all([appended, registered]);
    return this.answer(orderId, opened, waitMs);
  }

  private async answer(
    orderId: string,
    { state, revision }: Folded<OrderState>,
    waitMs: number,
  ): Promise<OrderAnswer> {
    const answer = { orderId, order: state, revision };
    return waitMs > 0 ? this.wait.forOutcome(answer, waitMs) : answer;
  }

  private async placing(
    { shipping, ...opening }: Opening,
    lines: readonly NewLine[],
    consent: Consent | null,
    pay: PaymentRequest,
    context: CommandContext,
  ): Promise<OrderCommand> {
    const terms = await this.desk.pricingTerms(
      context.now,
      opening.zone,
      opening.destination,
      shipping,
    );
    const numbered = lines.map((line, index) => ({ lineId: lineIdOf(index + 1), ...line }));
    const priced = priceOrder(numbered, terms);
    return {
      kind: 'place',
      placement: {
        origin: { kind: 'call' },
        placedOn: terms.placedOn,
        payment: { token: pay.token, initiator: 'moto', networkTransactionId: null },
        tender: tenderOf(pay, priced.instalments, '/payment/deposit_minor'),
        consent,
        ...opening,
        ...priced,
      },
    };
  }

  private async customer(request: OrderRequest, context: CommandContext) {
    const { customer } = request;
    const customerId = customerIdOf(request, context);
    if ('profile' in customer) {
      // Its own append is awaited with the order's; a failure of either fails the request, and a repeat completes both.
      const registered = this.files.register(customerId, customer.profile, context);
      registered.catch(() => undefined);
      return { customerId, registered };
    }
    const { state } = await this.runner.load(customerAggregate, customerId);
    if (state.status === 'active') return { customerId, registered: undefined };
    throw invalid('customer-unknown', '/customer_id', `There is no customer ${customerId}.`);
  }

  private async consent(
    { consent }: OrderRequest,
    orderId: string,
    customerId: string,
    { now }: CommandContext,
  ): Promise<Consent | null> {
    return consent && this.seal.consent(consent, orderId, customerId, now);
  }
}

/** Of a customer that is to be registered, the id that it will have. */
function customerIdOf({ customer }: OrderRequest, { commandId }: CommandContext): string {
  return 'profile' in customer ? deriveId('cus', commandId) : customer.customerId;
}

/** Before anything is written: an order that is placed at once needs lines, and consent for a program. */
function refuseUnready({ pay, consent }: OrderRequest, lines: readonly NewLine[]): void {
  if (pay === null) return;
  if (lines.length === 0) throw invalid('order-has-no-lines', '/lines', 'Send one line at least.');
  if (!consent && lines.some(({ program }) => program !== null)) throw consentMissing();
  if (!consent && pay.depositMinor > 0) throw depositNeedsConsent();
}
