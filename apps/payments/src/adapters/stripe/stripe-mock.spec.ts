import { describeWithStripeMock } from '@continuo/testing/stripe-mock';
import type { DebitRequest, FollowUpRequest } from '../../application/ports';
import { FakeStripe } from '../../testing/fake-stripe';
import { STRIPE_API_VERSION, stripeClient } from './stripe-client';
import { StripeGateway } from './stripe-gateway';
import { StripeSettlements } from './stripe-settlements';

const DEBIT: DebitRequest = {
  idempotencyKey: 'mock',
  paymentReference: 'pay_mock',
  customerReference: 'cus_mock',
  amountMinor: 5_000,
  currency: 'USD',
  token: 'pm_card_visa',
  initiator: 'moto',
  networkTransactionId: null,
};

/** Everything that the gateway can be asked, so that every request it makes is made. */
async function everything(gateway: StripeGateway): Promise<void> {
  const keyed = (key: string, changes: Partial<DebitRequest> = {}) => ({
    ...DEBIT,
    ...changes,
    idempotencyKey: `mock_${key}`,
  });
  const on = (key: string, reference: string, amountMinor: number): FollowUpRequest => ({
    ...keyed(key),
    on: reference,
    amountMinor,
  });
  const referenceOf = async (request: DebitRequest): Promise<string> => {
    const answer = await gateway.authorise(request);
    if (answer.kind !== 'succeeded') throw new Error(JSON.stringify(answer));
    return answer.reference;
  };
  await gateway.knows(DEBIT.token, DEBIT.customerReference);
  const parts = await referenceOf(keyed('parts'));
  await gateway.capture(on('first', parts, 2_000));
  await gateway.capture(on('second', parts, 2_000));
  await gateway.release(on('rest', parts, 1_000));
  await gateway.refund(on('back', parts, 1_000));
  const more = await referenceOf(keyed('more'));
  await gateway.raise(on('raise', more, 1_000));
  const whole = await referenceOf(keyed('whole'));
  await gateway.release(on('void', whole, 5_000));
  for (const initiator of ['recurring', 'instalment', 'reauthorisation'] as const)
    await gateway.charge(keyed(initiator, { initiator, networkTransactionId: 'ntx_1' }));
  await gateway.authorise(keyed('online', { initiator: 'online' }));
  await gateway.authorise(keyed('zero', { amountMinor: 0 }));
  await gateway.authorise(keyed('zero_online', { amountMinor: 0, initiator: 'online' }));
  for (const kind of ['charge', 'raise', 'capture', 'release', 'refund'] as const)
    await gateway.lookup({ ...keyed('asked'), kind, on: parts });
  await gateway.lookup({ ...keyed('asked', { amountMinor: 0 }), kind: 'authorise', on: null });
}

/** Also where several captures of one charge are to be told apart, and in a period. */
async function allSettled(source: StripeSettlements): Promise<void> {
  const period = { from: '2020-01-01T00:00:00.000Z', until: '2040-01-01T00:00:00.000Z' };
  const kinds = [];
  for await (const { kind } of source.lines(period)) kinds.push(kind);
  if (!kinds.includes('charge') || !kinds.includes('refund')) throw new Error(kinds.join());
}

describeWithStripeMock("the requests to Stripe, by Stripe's own specification", (url) => {
  let fake: FakeStripe;
  beforeAll(async () => {
    fake = await FakeStripe.start();
    const stripe = stripeClient('sk_test_fake', fake.url);
    await everything(new StripeGateway(stripe));
    await allSettled(new StripeSettlements('stripe', stripe));
  });
  afterAll(() => fake.stop());

  const send = (method: string, path: string, form: URLSearchParams) =>
    fetch(`${url()}${path}${method === 'GET' ? `?${form}` : ''}`, {
      method,
      headers: { authorization: 'Bearer sk_test_123', 'stripe-version': STRIPE_API_VERSION },
      ...(method === 'POST' && { body: form }),
    });

  it('are accepted, every one', async () => {
    expect(fake.requests.length).toBeGreaterThan(20);
    for (const { method, path, form } of fake.requests) {
      const answer = await send(method, path, new URLSearchParams([...form]));
      const said = answer.ok ? '' : await answer.text();
      expect([method, path, said]).toEqual([method, path, '']);
    }
  });

  it.each([
    ['an amount that is no number', '/v1/payment_intents', { amount: 'x', currency: 'usd' }],
    ['no currency', '/v1/payment_intents', { amount: '100' }],
    ['an unknown field', '/v1/payment_intents/pi_1/capture', { amount: '100' }],
  ])('would be refused with %s', async (_, path, form) => {
    expect((await send('POST', path, new URLSearchParams(form))).status).toBe(400);
  });
});
