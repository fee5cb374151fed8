import type { ApiRequest } from '../api-client';

/** Where the demo's caller lives. */
export const DEMO_ADDRESS = {
  lines: ['12 Elm Street'],
  city: 'Sacramento',
  region: 'CA',
  postcode: '95814',
  country: 'US',
};

/** Telephone numbers, SKUs and ids of the demo catalogue: the same in every data directory. */
export const DEMO = {
  campaign: 'cmp_spring-tv',
  dnis: ['+18005550100', '+18005550101'],
  mainOffer: 'off_juicer-main',
  upsellOffer: 'off_blades-upsell',
  crossSellOffer: 'off_greens-club',
  plan: 'plan_greens-club',
  callCentres: { northline: 'cc_northline', southline: 'cc_southline' },
  agents: { nora: 'agt_nora', noah: 'agt_noah', sara: 'agt_sara', sven: 'agt_sven' },
  vendor: 'ven_parcelhouse',
  commissionPlan: 'cpl_standard',
  scriptVersion: 'spring-1',
  skus: { juicer: 'JUICER-01', blades: 'BLADES-02', greens: 'GREENS-30', berries: 'BERRIES-30' },
} as const;

const post = (path: string, body: object): ApiRequest => ({ method: 'POST', path, body });

const product = (sku: string, name: string, priceMinor: number, taxCategory: string): ApiRequest =>
  post('/v1/products', {
    sku,
    name,
    prices_minor: { USD: priceMinor },
    tax_category: taxCategory,
    returnable: true,
  });

const agent = (agentId: string, name: string, callCentreId: string): ApiRequest =>
  post('/v1/agents', { agent_id: agentId, name, call_centre_id: callCentreId });

/** Goods and food are taxed differently in most states; these rates are only an example. */
const taxTable = (region: string, general: string, food: string): ApiRequest =>
  post('/v1/tax-tables', {
    country: 'US',
    region,
    shipping_taxable: region === 'NY',
    rates: [
      { tax_category: 'general', rate: general },
      { tax_category: 'food', rate: food },
    ],
  });

/** The demo catalogue as the requests a seller would send. Each may be repeated. */
export function demoCatalogue(): readonly ApiRequest[] {
  const { skus, callCentres, agents } = DEMO;
  return [
    product(skus.juicer, 'Countertop juicer', 9995, 'general'),
    product(skus.blades, 'Spare blades, set of two', 1995, 'general'),
    product(skus.greens, 'Daily greens, 30 sachets', 3995, 'food'),
    product(skus.berries, 'Daily berries, 30 sachets', 4195, 'food'),
    taxTable('CA', '0.0725', '0'),
    taxTable('NY', '0.08875', '0'),
    taxTable('TX', '0.0825', '0.0125'),
    post('/v1/plans', {
      plan_id: DEMO.plan,
      name: 'Greens club',
      intervals: ['P30D', 'P60D', 'P1M', 'P2M'],
      default_interval: 'P1M',
      products: [
        { sku: skus.greens, name: 'Daily greens, 30 sachets', prices_minor: { USD: 3995 } },
        { sku: skus.berries, name: 'Daily berries, 30 sachets', prices_minor: { USD: 4195 } },
      ],
      tax_category: 'food',
      shipping_minor: { USD: 495 },
    }),
    post('/v1/call-centres', { call_centre_id: callCentres.northline, name: 'Northline' }),
    post('/v1/call-centres', { call_centre_id: callCentres.southline, name: 'Southline' }),
    agent(agents.nora, 'Nora Field', callCentres.northline),
    agent(agents.noah, 'Noah Brook', callCentres.northline),
    agent(agents.sara, 'Sara Hill', callCentres.southline),
    agent(agents.sven, 'Sven Marsh', callCentres.southline),
    post('/v1/offers', {
      offer_id: DEMO.mainOffer,
      kind: 'main',
      name: 'Countertop juicer in four easy payments',
      sku: skus.juicer,
      prices_minor: { USD: 9995 },
      max_instalments: 4,
    }),
    post('/v1/offers', {
      offer_id: DEMO.upsellOffer,
      kind: 'upsell',
      name: 'Spare blades',
      sku: skus.blades,
      prices_minor: { USD: 1495 },
    }),
    post('/v1/offers', {
      offer_id: DEMO.crossSellOffer,
      kind: 'cross-sell',
      name: 'Greens club: daily greens, delivered until you say stop',
      sku: skus.greens,
      prices_minor: { USD: 2995 },
      plan_id: DEMO.plan,
    }),
    post('/v1/campaigns', {
      campaign_id: DEMO.campaign,
      name: 'Spring television spot',
      dnis: DEMO.dnis,
      source_codes: ['SPRING26'],
      media_cost_minor: 2_500_000,
      currency: 'USD',
      zone: 'America/New_York',
      from: '2026-01-01T00:00:00Z',
      offers: {
        main: [DEMO.mainOffer],
        upsell_path: [DEMO.upsellOffer],
        cross_sells: [DEMO.crossSellOffer],
      },
      call_centre_ids: [callCentres.northline, callCentres.southline],
      script: {
        version: DEMO.scriptVersion,
        text: 'Thank you for calling about the countertop juicer. May I have your name?',
      },
      shipping: { per_order_minor: 995, free_from_goods_minor: 15000 },
    }),
    post('/v1/vendors', {
      vendor_id: DEMO.vendor,
      name: 'Parcel House',
      serves_all: true,
      priority: 10,
    }),
    post('/v1/commission-plans', {
      plan_id: DEMO.commissionPlan,
      name: 'Standard',
      return_window_days: 30,
      zone: 'America/New_York',
      rules: [
        { kind: 'main', rate: '0.08' },
        { kind: 'upsell', rate: '0.10' },
        { kind: 'cross-sell', rate: '0.10' },
        { kind: 'continuity', rate: '0.03' },
      ],
    }),
  ];
}
