import Stripe from 'stripe';
import type { NoticeReader } from '../application/ports';
import { FakeStripe } from '../testing/fake-stripe';
import { SimulatorNotices } from './simulator/simulator-notices';
import { stripeClient } from './stripe/stripe-client';
import { StripeNotices } from './stripe/stripe-notices';

const SECRETS = ['whsec_present_1', 'whsec_before_2'];
const [PRESENT = '', BEFORE = ''] = SECRETS;

const event = (changes: object = {}) =>
  JSON.stringify({
    id: 'evt_1',
    object: 'event',
    type: 'payment_intent.succeeded',
    created: 1_790_000_000,
    livemode: false,
    data: {
      object: { id: 'pi_1', metadata: { continuo_payment: 'pay_1' }, payment_id: 'pay_1' },
    },
    ...changes,
  });
const sign = (payload: string, secret: string, timestamp?: number) =>
  Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });

let fake: FakeStripe;
beforeAll(async () => {
  fake = await FakeStripe.start();
});
afterAll(() => fake.stop());

const stripeNotices = (live: boolean) =>
  new StripeNotices({
    stripe: stripeClient('sk_test_fake', fake.url),
    webhookSecrets: SECRETS,
    live,
  });

describe.each([
  ['Stripe', () => stripeNotices(false)],
  ['the simulator', () => new SimulatorNotices(SECRETS)],
] as const)('webhooks of %s', (_, open) => {
  const reader: () => NoticeReader = open;
  const read = async (payload: string, signature: string | undefined) =>
    reader().read(Buffer.from(payload), signature);

  it.each([
    ['the present secret', PRESENT],
    ['the one before', BEFORE],
  ])('are read when %s has signed them', async (_, secret) => {
    expect(await read(event(), sign(event(), secret))).toMatchObject({
      gatewayId: 'evt_1',
      kind: 'payment_intent.succeeded',
      concernsPayment: true,
      paymentId: 'pay_1',
      dispute: null,
    });
  });

  it.each([
    ['without a signature', event(), undefined, 'webhook-unsigned'],
    ['with a signature that is none', event(), 'x', 'webhook-signature-invalid'],
    ['signed by another', event(), sign(event(), 'whsec_other'), 'webhook-signature-invalid'],
    [
      'written anew after they were signed',
      JSON.stringify(JSON.parse(event()), null, 1),
      sign(event(), PRESENT),
      'webhook-signature-invalid',
    ],
    [
      'signed five minutes and more ago',
      event(),
      sign(event(), PRESENT, Math.floor(Date.now() / 1_000) - 302),
      'webhook-stale',
    ],
    ['that are no JSON', 'no', sign('no', PRESENT), 'webhook-malformed'],
    ['that are no event', '{}', sign('{}', PRESENT), 'webhook-malformed'],
    [
      'that are live, where all is a test',
      event({ livemode: true }),
      sign(event({ livemode: true }), PRESENT),
      'webhook-mode-mismatch',
    ],
  ])('are refused %s', async (_, payload, signature, code) => {
    await expect(read(payload, signature)).rejects.toMatchObject({ code });
  });
});

describe('webhooks of Stripe', () => {
  it('are refused as a test, where the account is live', async () => {
    const reading = stripeNotices(true).read(Buffer.from(event()), sign(event(), PRESENT));
    await expect(reading).rejects.toMatchObject({ code: 'webhook-mode-mismatch' });
  });

  it.each([
    ['payout.paid', false],
    ['charge.refunded', true],
  ])('of %s concern a payment: %s', async (type, concernsPayment) => {
    const payload = event({ type, data: { object: { id: 'x' } } });
    const read = stripeNotices(false).read(Buffer.from(payload), sign(payload, PRESENT));
    expect(await read).toMatchObject({ concernsPayment, paymentId: null });
  });

  it.each([
    [2, '2028-02-29'],
    [12, '2028-12-31'],
  ])(
    'of a card that its network has renewed say until when it is valid (%d)',
    async (month, last) => {
      const card = { exp_month: month, exp_year: 2028 };
      const object = { id: 'pm_1', object: 'payment_method', card };
      const type = 'payment_method.automatically_updated';
      const payload = event({ type, data: { object } });
      const read = stripeNotices(false).read(Buffer.from(payload), sign(payload, PRESENT));
      expect(await read).toMatchObject({
        concernsPayment: false,
        card: { token: 'pm_1', update: { result: 'new-expiry', expiresOn: last } },
      });
    },
  );

  it.each([
    ['needs_response', 'open'],
    ['warning_needs_response', 'open'],
    ['won', 'won'],
    ['lost', 'lost'],
  ])('of a dispute that is %s name the payment of its PaymentIntent', async (status, told) => {
    const { body } = fake.books.carryOut(
      'POST',
      '/v1/payment_intents',
      new Map([
        ['payment_method', 'pm_card_visa'],
        ['amount', '900'],
        ['metadata[continuo_payment]', 'pay_disputed'],
      ]),
    );
    const dispute = {
      id: 'dp_1',
      payment_intent: (body as { id: string }).id,
      amount: 900,
      currency: 'isk',
      reason: 'fraudulent',
      status,
      evidence_details: { due_by: 1_790_000_000 },
    };
    const payload = event({ type: 'charge.dispute.updated', data: { object: dispute } });
    expect(
      await stripeNotices(false).read(Buffer.from(payload), sign(payload, PRESENT)),
    ).toMatchObject({
      paymentId: 'pay_disputed',
      dispute: {
        reference: 'dp_1',
        status: told,
        amountMinor: 9,
        reason: 'fraudulent',
        evidenceDueAt: '2026-09-21T14:13:20.000Z',
      },
    });
  });
});
