import type { KnownCampaign } from '../campaign/state';
import type { KnownOffer } from '../offer/state';
import type { PublishedPlan } from '../plan-copy/events';
import type { KnownProduct } from '../product/state';
import { maySee, requireOpenCampaign, sellingCentre } from './access';
import { GREENS_PROGRAM, OPENING } from './examples.fixture';
import { type OnSale, requireCurrentPrice, sell } from './sell';

const campaign: KnownCampaign = {
  campaignId: 'cmp_1',
  name: 'Spring',
  dnis: ['+18005550100'],
  sourceCodes: [],
  mediaCostMinor: 0,
  currency: 'USD',
  zone: 'America/New_York',
  from: '2026-01-01T00:00:00.000Z',
  until: '2026-12-31T00:00:00.000Z',
  offers: { main: ['off_juicer'], upsellPath: ['off_blades'], crossSells: ['off_greens'] },
  callCentreIds: ['cc_north'],
  script: { version: '1', text: 'Hello' },
  shipping: { perOrderMinor: 995, freeFromGoodsMinor: null },
  status: 'open',
};
const price = { version: 2, pricesMinor: { USD: 2995 } };
const offer: KnownOffer = {
  offerId: 'off_greens',
  kind: 'cross-sell',
  name: 'Greens club',
  sku: 'GREENS-30',
  maxInstalments: 2,
  planId: 'plan_greens',
  status: 'active',
  price,
  priceVersions: [{ version: 1, pricesMinor: { USD: 3495 } }, price],
};
const product: KnownProduct = {
  sku: 'GREENS-30',
  name: 'Daily greens',
  pricesMinor: { USD: 3995 },
  taxCategory: 'food',
  returnable: true,
  shippingWeightGrams: null,
  status: 'active',
};
const plan: PublishedPlan = {
  planId: 'plan_greens',
  version: 1,
  name: 'Greens club',
  intervals: ['P30D', 'P1M'],
  defaultInterval: 'P1M',
  products: [
    { sku: 'GREENS-30', name: 'Daily greens', pricesMinor: { USD: 3995 } },
    { sku: 'BERRIES-30', name: 'Daily berries', pricesMinor: { USD: 4195 } },
  ],
  trialDays: null,
  taxCategory: 'food',
  shippingMinor: { USD: 495 },
};
const onSale: OnSale = { campaign, offer, product, plan };
const request = { offerId: 'off_greens', quantity: 1 };
const refused = (code: string) => expect.objectContaining({ code });

describe('selling an offer', () => {
  it('takes the current price, and the program of its plan', () => {
    expect(sell(request, onSale, '/lines/0')).toMatchObject({
      kind: 'cross-sell',
      offerPriceVersion: 2,
      unitPriceMinor: 2995,
      instalments: 1,
      program: GREENS_PROGRAM,
    });
  });

  it('lets the customer choose interval and alternate product', () => {
    const line = sell(
      { ...request, interval: 'P30D', sku: 'BERRIES-30' },
      { ...onSale, product: { ...product, sku: 'BERRIES-30', name: 'Daily berries' } },
      '',
    );
    expect(line).toMatchObject({ sku: 'BERRIES-30', unitPriceMinor: 2995 });
    expect(line.program).toMatchObject({
      interval: 'P30D',
      sku: 'BERRIES-30',
      unitPriceMinor: 4195,
    });
  });

  it.each<[string, object, Partial<OnSale>]>([
    ['offer-unknown', {}, { offer: { status: 'none' } }],
    ['offer-withdrawn', {}, { offer: { ...offer, status: 'withdrawn' } }],
    ['offer-not-in-campaign', {}, { offer: { ...offer, offerId: 'off_other' } }],
    ['offer-not-in-campaign', {}, { offer: { ...offer, kind: 'upsell' } }],
    ['too-many-instalments', { instalments: 3 }, {}],
    ['interval-not-in-plan', { interval: 'P2M' }, {}],
    [
      'product-not-in-plan',
      { sku: 'GREENS-30' },
      { plan: { ...plan, products: plan.products.slice(1) } },
    ],
    ['plan-unknown', {}, { plan: null }],
    ['product-unknown', {}, { product: { status: 'none' } }],
    ['product-discontinued', {}, { product: { ...product, status: 'discontinued' } }],
    ['no-price-in-currency', {}, { campaign: { ...campaign, currency: 'EUR' } }],
    ['offer-starts-no-program', { interval: 'P1M' }, { offer: { ...offer, planId: null } }],
  ])('is refused: %s', (code, asked, known) => {
    expect(() => sell({ ...request, ...asked }, { ...onSale, ...known }, '')).toThrow(
      refused(code),
    );
  });

  it('holds only as long as the price version is current', () => {
    const line = sell(request, onSale, '');
    expect(() => requireCurrentPrice(line, offer)).not.toThrow();
    const next = { version: 3, pricesMinor: { USD: 2795 } };
    expect(() => requireCurrentPrice(line, { ...offer, price: next })).toThrow(
      refused('offer-price-changed'),
    );
  });
});

describe('who may sell', () => {
  const agent = {
    agentId: 'agt_ann',
    name: 'Ann',
    callCentreId: 'cc_north',
    status: 'active',
  } as const;
  const now = '2026-06-01T00:00:00.000Z';

  it('is an active agent of the centre', () => {
    const party = { agentId: 'agt_ann', callCentreId: 'cc_north' };
    expect(sellingCentre(party, agent)).toBe('cc_north');
    expect(() => sellingCentre(party, null)).toThrow(refused('agent-unknown'));
    expect(() => sellingCentre(party, { ...agent, status: 'left' })).toThrow(
      refused('agent-unknown'),
    );
    expect(() => sellingCentre({ ...party, callCentreId: 'cc_south' }, agent)).toThrow(
      refused('agent-not-in-centre'),
    );
  });

  it('is a centre of the campaign, while it runs', () => {
    expect(requireOpenCampaign(campaign, 'cc_north', now)).toBe(campaign);
    expect(() => requireOpenCampaign(campaign, 'cc_south', now)).toThrow(
      refused('campaign-not-for-centre'),
    );
    expect(() => requireOpenCampaign({ ...campaign, status: 'closed' }, null, now)).toThrow(
      refused('campaign-not-active'),
    );
    expect(() => requireOpenCampaign(campaign, null, '2026-12-31T00:00:00.000Z')).toThrow(
      refused('campaign-not-active'),
    );
    expect(() => requireOpenCampaign({ status: 'none' }, null, now)).toThrow(
      refused('campaign-unknown'),
    );
  });

  it('sees the orders of its own centre, and no others', () => {
    const draft = { ...OPENING, status: 'draft', lines: [], linesAdded: 0, consent: null } as const;
    expect(maySee(draft, null)).toBe(true);
    expect(maySee(draft, 'cc_north')).toBe(true);
    expect(maySee(draft, 'cc_south')).toBe(false);
    expect(maySee({ status: 'none' }, null)).toBe(false);
  });
});
