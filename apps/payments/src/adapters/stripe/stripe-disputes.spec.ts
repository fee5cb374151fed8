import type { RepresentRequest } from '../../application/dispute-gateway';
import { FakeStripe } from '../../testing/fake-stripe';
import { stripeClient } from './stripe-client';
import { StripeDisputes } from './stripe-disputes';

let fake: FakeStripe;
let disputes: StripeDisputes;
beforeAll(async () => {
  fake = await FakeStripe.start();
  disputes = new StripeDisputes(stripeClient('sk_test_fake', fake.url));
});
afterAll(() => fake.stop());

const shipped = (packageId: string, trackingNumber: string) => ({
  packageId,
  carrier: 'UPS',
  trackingNumber,
  shippedAt: '2026-11-23T10:00:00.000Z',
  deliveredAt: null,
});
const request = (reference: string): RepresentRequest => ({
  idempotencyKey: `represent ${reference}`,
  reference,
  paymentReference: 'pay_1',
  evidence: {
    orderId: 'ord_1',
    callId: 'call-1',
    agentId: 'agt_nora',
    capturedMinor: 10_501,
    refundedMinor: 0,
    currency: 'USD',
    packages: [shipped('pkg_1', '1Z1'), shipped('pkg_2', '1Z2')],
    filed: [{ kind: 'consent-dossier', reference: 'rec-1', summary: 'She agreed.' }],
  },
});

describe("evidence for Stripe's disputes", () => {
  it('is submitted once: the first package in fields of its own, everything in words', async () => {
    fake.books.disputes.report('dp_1');
    expect(await disputes.represent(request('dp_1'))).toMatchObject({
      kind: 'succeeded',
      reference: 'dp_1',
    });
    const sent = fake.books.disputes.evidenceOf('dp_1');
    expect(sent?.get('evidence[shipping_tracking_number]')).toBe('1Z1');
    expect(sent?.get('evidence[shipping_date]')).toBe('2026-11-23');
    const words = sent?.get('evidence[uncategorized_text]') ?? '';
    for (const word of ['1Z2', 'call-1', 'consent-dossier', 'She agreed.'])
      expect(words).toContain(word);
  });

  it('that was sent and not confirmed is confirmed when it is sent again', async () => {
    fake.books.disputes.report('dp_2');
    fake.failNext({ path: /disputes/, when: 'after', how: 500 });
    expect((await disputes.represent(request('dp_2'))).kind).toBe('unknown');
    expect((await disputes.represent(request('dp_2'))).kind).toBe('succeeded');
  });

  it('is unknown while Stripe fails, and refused for a dispute that there is not', async () => {
    fake.books.disputes.report('dp_3');
    fake.failNext({ path: /disputes/, when: 'before', how: 500 });
    expect((await disputes.represent(request('dp_3'))).kind).toBe('unknown');
    expect((await disputes.represent(request('dp_none'))).kind).toBe('declined');
  });

  it('is sent without fields of a package where none has left', async () => {
    fake.books.disputes.report('dp_4');
    const { evidence, ...rest } = request('dp_4');
    await disputes.represent({ ...rest, evidence: { ...evidence, packages: [] } });
    const sent = fake.books.disputes.evidenceOf('dp_4');
    expect(sent?.has('evidence[shipping_carrier]')).toBe(false);
  });
});
