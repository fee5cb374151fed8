import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { localDateOf } from '@continuo/kernel/calendar';
import { invalid } from '@continuo/kernel/domain-error';
import type { Instant, Zone } from '@continuo/kernel/instant';
import { PaymentTokens } from '@continuo/service/payment-tokens';
import { Injectable, Optional } from '@nestjs/common';
import type { KnownCampaign } from '../../domain/campaign/state';
import type { OfferState } from '../../domain/offer/state';
import {
  type BoundTo,
  maySee,
  requireOpenCampaign,
  sellingCentre,
  type SellingParty,
} from '../../domain/order/access';
import { orderNotFound } from '../../domain/order/errors';
import type { Destination } from '../../domain/order/events';
import type { NewLine } from '../../domain/order/line';
import type { PricingTerms, ShippingPolicy, TaxRates } from '../../domain/order/pricing';
import { type LineRequest, requireCurrentPrice, sell } from '../../domain/order/sell';
import type { OrderState } from '../../domain/order/state';
import { jurisdictionOf } from '../../domain/tax-table/decider';
import {
  agentAggregate,
  campaignAggregate,
  dnisAggregate,
  offerAggregate,
  orderAggregate,
  planCopyAggregate,
  productAggregate,
  taxTableAggregate,
} from '../aggregates';

/** Brings together what a sale needs to know; every fold comes from the runner's cache. */
@Injectable()
export class SalesDesk {
  constructor(
    private readonly runner: CommandRunner,
    @Optional() private readonly tokens?: PaymentTokens,
  ) {}

  /** @param at JSON pointer of the token in the request */
  async requireKnownToken(token: string, customerId: string, at: string): Promise<void> {
    await this.tokens?.requireKnown(token, customerId, at);
  }

  /** An order, if it exists for whoever is bound to a call centre. */
  async order(orderId: string, boundTo: BoundTo): Promise<Folded<OrderState>> {
    const folded = await this.runner.load(orderAggregate, orderId);
    if (!maySee(folded.state, boundTo)) throw orderNotFound(orderId);
    return folded;
  }

  /** The campaign that a number belongs to. */
  async campaignOfDnis(dnis: string): Promise<string> {
    const { campaignId } = (await this.runner.load(dnisAggregate, dnis)).state;
    if (campaignId === null) {
      throw invalid('unknown-dnis', '/dnis', `No campaign is reached by ${dnis}.`);
    }
    return campaignId;
  }

  /** The campaign, open to the party at this moment, and the call centre that sells. */
  async openCampaign(
    campaignId: string,
    party: SellingParty,
    now: Instant,
  ): Promise<{ campaign: KnownCampaign; callCentreId: string | null }> {
    const { agentId } = party;
    const agent = agentId === null ? null : (await this.runner.load(agentAggregate, agentId)).state;
    const callCentreId = sellingCentre(party, agent);
    const { state } = await this.runner.load(campaignAggregate, campaignId);
    return { campaign: requireOpenCampaign(state, callCentreId, now), callCentreId };
  }

  /** @param at JSON pointer of the line in the request */
  async line(request: LineRequest, campaign: KnownCampaign, at: string): Promise<NewLine> {
    const offer = (await this.runner.load(offerAggregate, request.offerId)).state;
    const sku = request.sku ?? (offer.status === 'none' ? undefined : offer.sku);
    const planId = offer.status === 'none' ? null : offer.planId;
    const product =
      sku === undefined
        ? ({ status: 'none' } as const)
        : (await this.runner.load(productAggregate, sku)).state;
    const plan =
      planId === null ? null : (await this.runner.load(planCopyAggregate, planId)).state.plan;
    return sell(request, { campaign, offer, product, plan }, at);
  }

  async requireCurrentPrices(lines: readonly NewLine[]): Promise<void> {
    await Promise.all(
      lines.map(async (line) => {
        if (line.offerId !== null) requireCurrentPrice(line, await this.offer(line.offerId));
      }),
    );
  }

  async pricingTerms(
    now: Instant,
    zone: Zone,
    destination: Destination,
    shipping: ShippingPolicy,
  ): Promise<PricingTerms> {
    return {
      placedOn: localDateOf(now, zone),
      shipping,
      tax: await this.taxRates(destination),
    };
  }

  /** The region's table, else the country's; where there is none the seller collects no tax. */
  async taxRates(destination: Destination): Promise<TaxRates> {
    const own = jurisdictionOf(destination);
    const whole = destination.country;
    for (const jurisdiction of own === whole ? [own] : [own, whole]) {
      const { terms } = (await this.runner.load(taxTableAggregate, jurisdiction)).state;
      if (!terms) continue;
      return { jurisdiction, rates: terms.rates, shippingTaxable: terms.shippingTaxable };
    }
    return { jurisdiction: own, rates: {}, shippingTaxable: false };
  }

  private async offer(offerId: string): Promise<OfferState> {
    return (await this.runner.load(offerAggregate, offerId)).state;
  }
}
