import { CommandRunner } from '@continuo/event-store/command-runner';
import { isCurrency } from '@continuo/kernel/currency';
import { invalid } from '@continuo/kernel/domain-error';
import { Injectable } from '@nestjs/common';
import type { CampaignOffers } from '../../domain/campaign/events';
import type { PricesMinor } from '../../domain/catalogue';
import type { OfferKind } from '../../domain/offer/events';
import {
  callCentreAggregate,
  offerAggregate,
  planCopyAggregate,
  productAggregate,
} from '../aggregates';

/** That what the catalogue refers to is there. */
@Injectable()
export class CatalogueCheck {
  constructor(private readonly runner: CommandRunner) {}

  async requireOffers({ main, upsellPath, crossSells }: CampaignOffers): Promise<void> {
    await Promise.all([
      ...main.map((id, index) => this.requireOffer(id, 'main', `/offers/main/${index}`)),
      ...upsellPath.map((id, index) =>
        this.requireOffer(id, 'upsell', `/offers/upsell_path/${index}`),
      ),
      ...crossSells.map((id, index) =>
        this.requireOffer(id, 'cross-sell', `/offers/cross_sells/${index}`),
      ),
    ]);
  }

  async requireCallCentres(ids: readonly string[]): Promise<void> {
    await Promise.all(
      ids.map((id, index) => this.requireCallCentre(id, `/call_centre_ids/${index}`)),
    );
  }

  async requireCallCentre(id: string, pointer = '/call_centre_id'): Promise<void> {
    const { state } = await this.runner.load(callCentreAggregate, id);
    if (state.status !== 'none') return;
    throw invalid('call-centre-unknown', pointer, `There is no call centre ${id}.`);
  }

  async requireProduct(sku: string): Promise<void> {
    const { state } = await this.runner.load(productAggregate, sku);
    if (state.status === 'active') return;
    throw invalid('product-unknown', '/sku', `There is no active product ${sku}.`);
  }

  async requirePlan(planId: string): Promise<void> {
    const { state } = await this.runner.load(planCopyAggregate, planId);
    if (state.plan) return;
    throw invalid('plan-unknown', '/plan_id', `Plan ${planId} has not been published.`);
  }

  private async requireOffer(id: string, kind: OfferKind, pointer: string): Promise<void> {
    const { state } = await this.runner.load(offerAggregate, id);
    if (state.status === 'none')
      throw invalid('offer-unknown', pointer, `There is no offer ${id}.`);
    if (state.kind !== kind) {
      throw invalid('offer-of-other-kind', pointer, `${id} is a ${state.kind} offer, not ${kind}.`);
    }
  }
}

/** That prices are in currencies that exist, and there is one at least. */
export function requirePrices(prices: PricesMinor, pointer = '/prices_minor'): void {
  const currencies = Object.keys(prices);
  if (currencies.length === 0) throw invalid('no-price', pointer, 'Give one price at least.');
  for (const currency of currencies) {
    if (isCurrency(currency)) continue;
    throw invalid(
      'unknown-currency',
      `${pointer}/${currency}`,
      `${currency} is no active ISO 4217 code.`,
    );
  }
}
