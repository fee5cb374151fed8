import { given } from '@continuo/testing/decider';
import { agentDecider } from './agent/decider';
import { callCentreDecider } from './call-centre/decider';
import { campaignDecider } from './campaign/decider';
import type { CampaignTerms } from './campaign/events';
import { isActive, isOver } from './campaign/state';
import { sameTerms } from './catalogue';
import { dnisDecider } from './dnis/decider';
import { offerDecider } from './offer/decider';
import type { OfferTerms } from './offer/events';
import { planCopyDecider } from './plan-copy/decider';
import { productDecider } from './product/decider';
import type { ProductTerms } from './product/events';
import { programCopyDecider } from './program-copy/decider';
import { taxTableDecider } from './tax-table/decider';

const product: ProductTerms = {
  sku: 'JUICER-01',
  name: 'Juicer',
  pricesMinor: { USD: 9995 },
  taxCategory: 'general',
  returnable: true,
  shippingWeightGrams: null,
};

describe('a product', () => {
  const registered = { type: 'product.registered.v1', data: product } as const;

  it('is registered once; the same again changes nothing, other terms are refused', () => {
    given(productDecider, []).when({ kind: 'register', terms: product }).then([registered]);
    given(productDecider, [registered])
      .when({ kind: 'register', terms: { ...product } })
      .thenNothing();
    given(productDecider, [registered])
      .when({ kind: 'register', terms: { ...product, name: 'Other' } })
      .thenFails('product-exists');
  });

  it('is repriced from what to what', () => {
    given(productDecider, [registered])
      .when({ kind: 'reprice', pricesMinor: { USD: 8995 } })
      .then([{ type: 'product.repriced.v1', data: { from: { USD: 9995 }, to: { USD: 8995 } } }]);
    given(productDecider, [registered])
      .when({ kind: 'reprice', pricesMinor: { USD: 9995 } })
      .thenNothing();
  });

  it('is renamed and discontinued, if it exists', () => {
    given(productDecider, [registered])
      .when({ kind: 'rename', name: 'Juicer, steel' })
      .then([{ type: 'product.renamed.v1', data: { from: 'Juicer', to: 'Juicer, steel' } }]);
    given(productDecider, [])
      .when({ kind: 'discontinue', reason: 'old' })
      .thenFails('product-not-found');
  });
});

describe('an offer', () => {
  const terms: OfferTerms = {
    offerId: 'off_1',
    kind: 'main',
    name: 'Juicer',
    sku: 'JUICER-01',
    maxInstalments: 4,
    planId: null,
  };
  const first = { version: 1, pricesMinor: { USD: 9995 } };
  const created = { type: 'offer.created.v1', data: { ...terms, price: first } } as const;
  const published = {
    type: 'offer.price-version-published.v1',
    data: { from: first, to: { version: 2, pricesMinor: { USD: 8995 } } },
  } as const;

  it('keeps every price version', () => {
    const { state } = given(offerDecider, [created, published]);
    expect(state).toMatchObject({
      price: { version: 2 },
      priceVersions: [first, published.data.to],
    });
  });

  it('publishes a version only for a new price', () => {
    given(offerDecider, [created])
      .when({ kind: 'publish-price-version', pricesMinor: { USD: 8995 } })
      .then([published]);
    given(offerDecider, [created, published])
      .when({ kind: 'publish-price-version', pricesMinor: { USD: 8995 } })
      .thenNothing();
  });

  it('is created once, also when its price has moved on since', () => {
    const again = { kind: 'create', terms, pricesMinor: { USD: 9995 } } as const;
    given(offerDecider, [created, published]).when(again).thenNothing();
    given(offerDecider, [created])
      .when({ ...again, pricesMinor: { USD: 1 } })
      .thenFails('offer-exists');
  });
});

describe('a campaign', () => {
  const terms: CampaignTerms = {
    campaignId: 'cmp_1',
    name: 'Spring',
    dnis: ['+18005550100'],
    sourceCodes: [],
    mediaCostMinor: 0,
    currency: 'USD',
    zone: 'America/New_York',
    from: '2026-01-01T00:00:00.000Z',
    until: null,
    offers: { main: ['off_1'], upsellPath: [], crossSells: [] },
    callCentreIds: ['cc_north'],
    script: { version: '1', text: 'Hello' },
    shipping: { perOrderMinor: 995, freeFromGoodsMinor: null },
  };
  const opened = { type: 'campaign.opened.v1', data: terms } as const;
  const closed = {
    type: 'campaign.closed.v1',
    data: { campaignId: 'cmp_1', reason: 'over' },
  } as const;

  it('never gives one script version two texts', () => {
    given(campaignDecider, [opened])
      .when({ kind: 'revise-script', script: { version: '1', text: 'Hi' } })
      .thenFails('script-version-taken');
  });

  it('changes no more once it is closed', () => {
    given(campaignDecider, [opened, closed]).when({ kind: 'close', reason: 'over' }).thenNothing();
    given(campaignDecider, [opened, closed])
      .when({ kind: 'admit-call-centres', callCentreIds: ['cc_south'] })
      .thenFails('campaign-closed');
  });

  it('is active between its dates', () => {
    const { state } = given(campaignDecider, [opened]);
    expect(isActive(state, '2025-12-31T23:59:59.999Z')).toBe(false);
    expect(isActive(state, '2026-01-01T00:00:00.000Z')).toBe(true);
    expect(isOver(state, '2030-01-01T00:00:00.000Z')).toBe(false);
    expect(isOver({ status: 'none' }, '2030-01-01T00:00:00.000Z')).toBe(true);
  });
});

describe('a dialled number', () => {
  const assign = (campaignId: string, takeFrom: string | null = null) =>
    ({ kind: 'assign', dnis: '+18005550100', campaignId, takeFrom }) as const;
  const assigned = (campaignId: string, from: string | null = null) =>
    ({ type: 'dnis.assigned.v1', data: { dnis: '+18005550100', campaignId, from } }) as const;

  it('belongs to one campaign', () => {
    given(dnisDecider, [])
      .when(assign('cmp_1'))
      .then([assigned('cmp_1')]);
    given(dnisDecider, [assigned('cmp_1')])
      .when(assign('cmp_1'))
      .thenNothing();
    given(dnisDecider, [assigned('cmp_1')])
      .when(assign('cmp_2'))
      .thenFails('dnis-in-use');
  });

  it('is taken from a campaign that is over, if it is still the one that has it', () => {
    given(dnisDecider, [assigned('cmp_1')])
      .when(assign('cmp_2', 'cmp_1'))
      .then([assigned('cmp_2', 'cmp_1')]);
    given(dnisDecider, [assigned('cmp_1'), assigned('cmp_3', 'cmp_1')])
      .when(assign('cmp_2', 'cmp_1'))
      .thenFails('dnis-in-use');
  });
});

describe('call centres and agents', () => {
  const agent = { agentId: 'agt_1', name: 'Ann', callCentreId: 'cc_north' };
  const registered = { type: 'agent.registered.v1', data: agent } as const;

  it('are registered once', () => {
    const centre = { callCentreId: 'cc_north', name: 'North' };
    const there = { type: 'call-centre.registered.v1', data: centre } as const;
    given(callCentreDecider, [there]).when({ kind: 'register', terms: centre }).thenNothing();
    given(callCentreDecider, [there])
      .when({ kind: 'register', terms: { ...centre, name: 'N' } })
      .thenFails('call-centre-exists');
    given(agentDecider, [registered]).when({ kind: 'register', terms: agent }).thenNothing();
  });

  it('an agent moves from where to where', () => {
    given(agentDecider, [registered])
      .when({ kind: 'move', callCentreId: 'cc_south' })
      .then([{ type: 'agent.moved.v1', data: { from: 'cc_north', to: 'cc_south' } }]);
  });
});

describe('a tax table', () => {
  const terms = {
    country: 'US',
    region: 'CA',
    rates: { general: '0.0725' },
    shippingTaxable: false,
  };

  it('keeps what was before', () => {
    const set = { type: 'tax-table.rates-set.v1', data: { from: null, to: terms } } as const;
    given(taxTableDecider, []).when({ kind: 'set-rates', terms }).then([set]);
    given(taxTableDecider, [set]).when({ kind: 'set-rates', terms }).thenNothing();
    const next = { ...terms, rates: { general: '0.075' } };
    given(taxTableDecider, [set])
      .when({ kind: 'set-rates', terms: next })
      .then([{ type: 'tax-table.rates-set.v1', data: { from: terms, to: next } }]);
  });
});

describe('what other services tell', () => {
  it('an older version of a plan does not replace a newer one', () => {
    const plan = {
      planId: 'plan_1',
      version: 2,
      name: 'Club',
      intervals: ['P1M'],
      defaultInterval: 'P1M',
      products: [],
      trialDays: null,
      taxCategory: 'food',
      shippingMinor: {},
    };
    const learnt = { type: 'plan-copy.version-learnt.v1', data: plan } as const;
    given(planCopyDecider, [learnt])
      .when({ kind: 'learn-version', plan: { ...plan, version: 1 } })
      .thenNothing();
  });

  it('a program is cancelled once', () => {
    const cancellation = { subscriptionId: 'sub_1', reason: 'moved', doing: null };
    const cancelled = { type: 'program-copy.cancelled.v2', data: cancellation } as const;
    const command = { kind: 'learn-cancellation', cancellation } as const;
    given(programCopyDecider, []).when(command).then([cancelled]);
    given(programCopyDecider, [cancelled]).when(command).thenNothing();
  });
});

describe('sameTerms', () => {
  it.each([
    [{ a: 1, b: { c: [1, 2] } }, { b: { c: [1, 2] }, a: 1 }, true],
    [{ a: 1 }, { a: 1, b: undefined }, false],
    [{ a: [1, 2] }, { a: [2, 1] }, false],
    [null, {}, false],
  ])('%j and %j: %s', (a, b, same) => expect(sameTerms(a, b)).toBe(same));
});
