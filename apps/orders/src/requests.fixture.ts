import { systemActor } from '@continuo/kernel/actor';
import type { IntegrationMessage } from '@continuo/messaging/message';

/** The instant at which the clock of the specs stands still. */
export const NOW = '2026-11-22T09:30:00.000Z';

/** Bodies as a call centre's front end sends them, in the catalogue of `service.fixture.ts`. */
export const asAgent = { 'continuo-agent-id': 'agt_ann', 'continuo-call-id': 'call_1' };

export const pat = {
  name: { first: 'Pat', last: 'Miller' },
  phone: '(916) 555-0123',
  email: 'Pat@Example.com',
  address: {
    lines: ['12 Elm Street'],
    city: 'Sacramento',
    region: 'CA',
    postcode: '95814',
    country: 'US',
  },
};
export const shipTo = { name: 'Pat Miller', ...pat.address };
export const consent = {
  script_version: 'spring-1',
  words: 'Do you agree?',
  given_by: 'Pat Miller',
};
export const juicer = { offer_id: 'off_juicer', quantity: 2, instalments: 4 };
export const greens = { offer_id: 'off_greens', quantity: 1 };

/** An order that is placed with one request. */
export const oneShot = {
  dnis: '+18005550100',
  customer: pat,
  ship_to: shipTo,
  lines: [juicer],
  payment: { token: 'pm_approved' },
};

export const aCampaign = (campaign_id: string, dnis: string) => ({
  campaign_id,
  name: 'Spring',
  dnis: [dnis],
  currency: 'USD',
  zone: 'America/New_York',
  from: '2026-01-01T00:00:00Z',
  offers: { main: ['off_juicer'], cross_sells: ['off_greens'] },
  call_centre_ids: ['cc_north'],
  script: { version: 'spring-1', text: 'Thank you for calling.' },
  shipping: { per_order_minor: 995 },
});

let messages = 0;

/** A message as it arrives, each with an id of its own. */
export function message<Data>(subject: string, data: Data): IntegrationMessage<Data> {
  messages += 1;
  return {
    id: `00000000-0000-5000-8000-${String(messages).padStart(12, '0')}`,
    type: 'continuo.test.v1',
    source: '/continuo/test',
    subject,
    sequence: messages,
    position: messages,
    time: NOW,
    actor: systemActor('specs'),
    correlationId: 'cor_1',
    data,
  };
}

const payment = (order_id: string) => ({
  payment_id: 'pay_1',
  order_id,
  origin: { kind: 'call' as const },
  currency: 'USD',
  amount_minor: 100,
});

export const authorised = (order_id: string) =>
  message('pay_1', {
    ...payment(order_id),
    token: 'pm_approved',
    network_transaction_id: 'ntx_1',
  });

export const declined = (order_id: string) =>
  message('pay_1', {
    ...payment(order_id),
    instalment: 1,
    decline: 'soft' as const,
    code: 'insufficient_funds',
    final: true,
    retry_at: null,
  });

export const shipment = (order_id: string) => ({
  shipment_id: 'shp_1',
  order_id,
  vendor_id: 'ven_1',
});
