import { DomainError, invalid } from '@continuo/kernel/domain-error';
import type { Interval } from '@continuo/kernel/instant';
import type { KnownCampaign } from '../campaign/state';
import type { OfferState } from '../offer/state';
import type { PublishedPlan } from '../plan-copy/events';
import type { ProductState } from '../product/state';
import { type NewLine, type ProgramTerms } from './line';

/** What the caller wants, by an offer of the campaign. */
export interface LineRequest {
  readonly offerId: string;
  readonly quantity: number;
  /** 1 when not said. */
  readonly instalments?: number;
  /** Of a program; the plan's own when not said. */
  readonly interval?: Interval;
  /** An alternate product of a program's plan; the offer's product when not said. */
  readonly sku?: string;
}

/** What is known about the offer when the line is sold. */
export interface OnSale {
  readonly campaign: KnownCampaign;
  readonly offer: OfferState;
  readonly product: ProductState;
  readonly plan: PublishedPlan | null;
}

/** The line that a request brings about. `at` is the JSON pointer of the request's line. */
export function sell(request: LineRequest, onSale: OnSale, at: string): NewLine {
  const { campaign, offer, product, plan } = onSale;
  if (offer.status === 'none') {
    throw invalid('offer-unknown', `${at}/offer_id`, `There is no offer ${request.offerId}.`);
  }
  if (offer.status !== 'active') throw offerWithdrawn(offer.offerId);
  if (!offeredBy(campaign, offer.offerId, offer.kind)) {
    const detail = `${offer.offerId} is no ${offer.kind} offer of campaign ${campaign.campaignId}.`;
    throw invalid('offer-not-in-campaign', `${at}/offer_id`, detail);
  }
  const { instalments = 1 } = request;
  if (instalments > offer.maxInstalments) {
    const detail = `The offer allows at most ${offer.maxInstalments} instalments.`;
    throw invalid('too-many-instalments', `${at}/instalments`, detail);
  }
  if (product.status === 'none') throw productMissing(request.sku ?? offer.sku);
  if (product.status === 'discontinued') throw productDiscontinued(product.sku);
  const unitPriceMinor = offer.price.pricesMinor[campaign.currency];
  if (unitPriceMinor === undefined) throw noPrice(offer.offerId, campaign.currency);
  if (offer.planId === null && (request.interval !== undefined || request.sku !== undefined)) {
    const pointer = `${at}/${request.interval === undefined ? 'sku' : 'interval'}`;
    throw invalid(
      'offer-starts-no-program',
      pointer,
      'Only a program has intervals and alternates.',
    );
  }
  return {
    kind: offer.kind,
    offerId: offer.offerId,
    offerPriceVersion: offer.price.version,
    sku: product.sku,
    name: product.name,
    quantity: request.quantity,
    unitPriceMinor,
    taxCategory: product.taxCategory,
    instalments,
    program: offer.planId === null ? null : programOf(request, offer.sku, campaign, plan, at),
    ...bundled(plan, product.sku),
  };
}

/** What is shipped for a product that is a bundle of the plan. */
function bundled(plan: PublishedPlan | null, sku: string): Pick<NewLine, 'components'> {
  const components = plan?.products.find((product) => product.sku === sku)?.components;
  return components ? { components } : {};
}

function offeredBy({ offers }: KnownCampaign, offerId: string, kind: NewLine['kind']): boolean {
  if (kind === 'main') return offers.main.includes(offerId);
  if (kind === 'upsell') return offers.upsellPath.includes(offerId);
  return offers.crossSells.includes(offerId);
}

function programOf(
  request: LineRequest,
  offeredSku: string,
  campaign: KnownCampaign,
  plan: PublishedPlan | null,
  at: string,
): ProgramTerms {
  if (!plan) throw planMissing();
  const { interval = plan.defaultInterval, quantity } = request;
  if (!plan.intervals.includes(interval)) {
    const detail = `The plan allows ${plan.intervals.join(', ')}.`;
    throw invalid('interval-not-in-plan', `${at}/interval`, detail);
  }
  const wanted = request.sku ?? offeredSku;
  const product = plan.products.find(({ sku }) => sku === wanted);
  if (!product && request.sku !== undefined) {
    const detail = `The plan ships ${plan.products.map(({ sku }) => sku).join(', ')}.`;
    throw invalid('product-not-in-plan', `${at}/sku`, detail);
  }
  const shipped = product ?? plan.products[0];
  const unitPriceMinor = shipped?.pricesMinor[campaign.currency];
  if (!shipped || unitPriceMinor === undefined) throw noPrice(plan.planId, campaign.currency);
  return {
    planId: plan.planId,
    planVersion: plan.version,
    interval,
    unitPriceMinor,
    sku: shipped.sku,
    quantity,
    shippingMinor: plan.shippingMinor[campaign.currency] ?? 0,
    taxCategory: plan.taxCategory,
    trialDays: plan.trialDays,
    ...(plan.prepaid && { prepaid: plan.prepaid }),
  };
}

const offerWithdrawn = (offerId: string) =>
  new DomainError('offer-withdrawn', `Offer ${offerId} is not sold any more.`);
const productMissing = (sku: string) =>
  new DomainError('product-unknown', `There is no product ${sku}: register it first.`);
const productDiscontinued = (sku: string) =>
  new DomainError('product-discontinued', `Product ${sku} is not sold any more.`);
const planMissing = () =>
  new DomainError(
    'plan-unknown',
    "The offer's plan has not been published yet: try again in a moment.",
  );
const noPrice = (what: string, currency: string) =>
  new DomainError('no-price-in-currency', `${what} has no price in ${currency}.`);

/** Between draft and placing a new price version may have come: what the customer was told must still hold. */
export function requireCurrentPrice(line: NewLine, offer: OfferState): void {
  if (offer.status === 'none' || offer.status !== 'active')
    throw offerWithdrawn(line.offerId ?? '');
  if (offer.price.version === line.offerPriceVersion) return;
  throw new DomainError(
    'offer-price-changed',
    `Offer ${offer.offerId} has a new price: remove the line and add it again.`,
    'not-allowed-now',
    { offer_id: offer.offerId, quoted: line.offerPriceVersion, current: offer.price.version },
  );
}
