import { describePaymentGateway } from '@continuo/testing/payment-gateway.contract';
import type { DebitRequest, FollowUpRequest } from '../../application/ports';
import { FakeStripe, type Fault } from '../../testing/fake-stripe';
import { stripeClient } from './stripe-client';
import { StripeGateway } from './stripe-gateway';

let fake: FakeStripe;
beforeAll(async () => {
  fake = await FakeStripe.start();
});
afterAll(() => fake.stop());

const open = () => new StripeGateway(stripeClient('sk_test_fake', fake.url));

describePaymentGateway(
  'Stripe (a local fake)',
  () => Promise.resolve({ gateway: open(), close: () => Promise.resolve() }),
  {
    approved: 'pm_card_visa',
    declinedSoft: 'pm_card_visa_chargeDeclinedInsufficientFunds',
    declinedHard: 'pm_card_visa_chargeDeclinedStolenCard',
    unknownToken: 'pm_nobody',
    foreign: () => Promise.resolve(fake.books.cards.storeElsewhere()),
    raiseDeclined: 'pm_card_noMoreThanHeld',
  },
);

const PATHS = { raise: /increment_authorization$/, capture: /capture$/, refund: /refunds$/ };

describe('the gateway at Stripe', () => {
  let gateway: StripeGateway;
  let number = 0;
  beforeEach(() => {
    gateway = open();
    number += 1;
    fake.requests.length = 0;
    fake.books.multicapture = true;
    fake.books.incremental = true;
    fake.books.captureBefore = undefined;
  });

  const debit = (changes: Partial<DebitRequest> = {}): DebitRequest => ({
    idempotencyKey: `spec_${number}`,
    paymentReference: `pay_${number}`,
    customerReference: `cus_${number}`,
    amountMinor: 5_000,
    currency: 'USD',
    token: 'pm_card_visa',
    initiator: 'moto',
    networkTransactionId: null,
    ...changes,
  });
  const on = (reference: string, step: string, amountMinor: number): FollowUpRequest => {
    const { initiator: _, networkTransactionId: __, ...request } = debit();
    return { ...request, idempotencyKey: `spec_${number}_${step}`, amountMinor, on: reference };
  };
  const formOf = (path: string) =>
    Object.fromEntries(
      fake.requests.find((each) => each.method === 'POST' && each.path === path)?.form ?? [],
    );
  /** The client sends once more, under the same key, when its connection is cut. */
  function fail(fault: Fault): void {
    fake.failNext(fault);
    if (fault.how === 'cut') fake.failNext(fault);
  }
  async function authorised(request = debit()): Promise<string> {
    const answer = await gateway.authorise(request);
    if (answer.kind !== 'succeeded') throw new Error(answer.kind);
    return answer.reference;
  }

  it('takes a telephone order as MOTO and has the card stored', async () => {
    await authorised();
    expect(formOf('/v1/payment_intents')).toMatchObject({
      'payment_method_options[card][moto]': 'true',
      'payment_method_options[card][request_multicapture]': 'if_available',
      'payment_method_options[card][request_incremental_authorization]': 'if_available',
      setup_future_usage: 'off_session',
      capture_method: 'manual',
      'metadata[continuo_key]': `spec_${number}`,
      'metadata[continuo_payment]': `pay_${number}`,
    });
    expect(formOf('/v1/payment_intents')).not.toHaveProperty('off_session');
  });

  it.each([
    [5_000, '/v1/payment_intents'],
    [0, '/v1/setup_intents'],
  ])(
    'takes a card that its holder typed on session, no telephone order (%d)',
    async (amountMinor, path) => {
      await authorised(debit({ initiator: 'online', amountMinor }));
      expect(formOf(path)).not.toHaveProperty('payment_method_options[card][moto]');
      expect(formOf(path)).not.toHaveProperty('off_session');
      if (amountMinor > 0)
        expect(formOf(path)).toMatchObject({ setup_future_usage: 'off_session' });
      else expect(formOf(path)).toMatchObject({ usage: 'off_session' });
    },
  );

  it.each(['recurring', 'instalment', 'reauthorisation'] as const)(
    'takes what the merchant initiates (%s) off session, with the first transaction',
    async (initiator) => {
      await gateway.charge(debit({ initiator, networkTransactionId: 'ntx_first' }));
      expect(formOf('/v1/payment_intents')).toMatchObject({
        off_session: 'true',
        capture_method: 'automatic',
        'metadata[continuo_first_network_transaction]': 'ntx_first',
      });
      expect(formOf('/v1/payment_intents')).not.toHaveProperty(
        'payment_method_options[card][moto]',
      );
      expect(formOf('/v1/payment_intents')).not.toHaveProperty('setup_future_usage');
    },
  );

  it('sends exactly one request that moves money for each attempt', async () => {
    const reference = await authorised();
    await gateway.capture(on(reference, 'c', 5_000));
    await gateway.refund(on(reference, 'r', 5_000));
    const moving = fake.requests.filter(
      ({ method, path }) => method === 'POST' && path !== '/v1/customers',
    );
    expect(moving.map(({ path }) => path)).toEqual([
      '/v1/payment_intents',
      `/v1/payment_intents/${reference}/capture`,
      '/v1/refunds',
    ]);
  });

  it('charges a card for the customer who has stored it, and for nobody else', async () => {
    const token = `pm_typed_${number}`;
    await authorised(debit({ token }));
    const again = debit({ token, idempotencyKey: `spec_${number}_again`, initiator: 'recurring' });
    expect(await gateway.charge(again)).toMatchObject({ kind: 'succeeded' });
    const moved = fake.requests.length;
    const other = { ...again, customerReference: 'cus_else', idempotencyKey: `spec_${number}_no` };
    expect(await gateway.knows(token, 'cus_else')).toBe('foreign');
    expect(await gateway.charge(other)).toMatchObject({ kind: 'declined', code: 'unknown_token' });
    expect(fake.requests.slice(moved).map(({ method }) => method)).toEqual(['GET', 'GET']);
  });

  it('declines a second capture where the card allows only one', async () => {
    fake.books.multicapture = false;
    const reference = await authorised();
    expect(await gateway.capture(on(reference, 'c1', 2_000))).toMatchObject({ kind: 'succeeded' });
    expect(await gateway.capture(on(reference, 'c2', 1_000))).toMatchObject({
      kind: 'declined',
      code: 'payment_intent_unexpected_state',
    });
    expect(await gateway.release(on(reference, 'v', 3_000))).toMatchObject({ kind: 'succeeded' });
  });

  it('raises to a new total, under the key of the attempt', async () => {
    const reference = await authorised();
    await gateway.raise(on(reference, 'm', 1_500));
    const path = `/v1/payment_intents/${reference}/increment_authorization`;
    expect(formOf(path)).toMatchObject({ amount: '6500' });
    expect(fake.books.intents.get(reference)).toMatchObject({ amount_capturable: 6_500 });
  });

  it('holds until when Stripe says, also what was raised, and names the network', async () => {
    fake.books.captureBefore = 1_795_400_000;
    const expiresAt = new Date(1_795_400_000_000).toISOString();
    const answer = await gateway.authorise(debit());
    expect(answer).toMatchObject({ kind: 'succeeded', expiresAt, network: 'visa' });
    const later = new Date(1_795_500_000_000).toISOString();
    fake.books.captureBefore = 1_795_500_000;
    const reference = answer.kind === 'succeeded' ? answer.reference : '';
    const more = on(reference, 'm', 1_500);
    expect(await gateway.raise(more)).toMatchObject({ kind: 'succeeded', expiresAt: later });
    const found = await gateway.lookup({ ...more, kind: 'raise' });
    expect(found).toMatchObject({ kind: 'succeeded', expiresAt: later });
    fake.books.captureBefore = undefined;
    const silent = await gateway.authorise(debit({ idempotencyKey: `spec_${number}_silent` }));
    expect(silent).not.toHaveProperty('expiresAt');
  });

  it('does not ask for more where the account or the card does not allow it', async () => {
    fake.books.incremental = false;
    const reference = await authorised();
    expect(await gateway.raise(on(reference, 'm', 1_500))).toMatchObject({
      kind: 'declined',
      decline: 'soft',
      code: 'raise_not_available',
    });
    expect(fake.requests.filter(({ path }) => path.includes('increment'))).toEqual([]);
  });

  it.each([
    ['pm_card_doNotTryAgain', 'hard', 'generic_decline'],
    ['pm_card_authenticationRequired', 'soft', 'authentication_required'],
  ])('takes %s as a %s decline and keeps its code', async (token, decline, code) => {
    expect(await gateway.authorise(debit({ token }))).toMatchObject({ decline, code });
  });

  it.each([
    ['USD', 5_000, '5000'],
    ['JPY', 5_000, '5000'],
    ['ISK', 50, '5000'],
    ['MGA', 500, '5'],
    ['KWD', 5_010, '5010'],
  ])('counts %s %d as Stripe does', async (currency, amountMinor, amount) => {
    await authorised(debit({ currency, amountMinor }));
    expect(formOf('/v1/payment_intents')).toMatchObject({
      amount,
      currency: currency.toLowerCase(),
    });
  });

  it.each([
    ['KWD', 5_011],
    ['MGA', 501],
    ['CLF', 50_001],
  ])('declines %s %d, which Stripe cannot move, without asking', async (currency, amountMinor) => {
    const answer = await gateway.authorise(debit({ currency, amountMinor }));
    expect(answer).toMatchObject({ kind: 'declined', code: 'amount_not_supported' });
    expect(fake.requests).toEqual([]);
  });

  describe.each([
    ['the line is cut', 'cut'],
    ['Stripe fails', 500],
    ['Stripe has too many requests', 429],
  ] as const)('when %s', (_, how) => {
    it.each([
      ['before', 'not-found'],
      ['after', 'succeeded'],
    ] as const)('%s the effect, the outcome is unknown and then found', async (when, kind) => {
      fail({ path: /^\/v1\/payment_intents$/, when, how });
      const request = debit();
      expect(await gateway.authorise(request)).toMatchObject({ kind: 'unknown' });
      const lookup = { ...request, kind: 'authorise', on: null } as const;
      expect(await gateway.lookup(lookup)).toMatchObject({ kind });
      expect(await gateway.authorise(request)).toMatchObject({ kind: 'succeeded' });
      const ours = [...fake.books.intents.values()].filter(
        ({ metadata }) => metadata['continuo_key'] === request.idempotencyKey,
      );
      expect(ours).toHaveLength(1);
    });

    it.each(['raise', 'capture', 'refund'] as const)('a %s is found as well', async (step) => {
      const reference = await authorised();
      if (step === 'refund') await gateway.capture(on(reference, 'c', 5_000));
      fail({ path: PATHS[step], when: 'after', how });
      const request = on(reference, step, 2_000);
      expect(await gateway[step](request)).toMatchObject({ kind: 'unknown' });
      expect(await gateway.lookup({ ...request, kind: step })).toMatchObject({ kind: 'succeeded' });
    });

    it('on a question, nothing is known', async () => {
      fail({ path: /customers/, when: 'before', how });
      const lookup = { ...debit(), kind: 'charge', on: null } as const;
      expect(await gateway.lookup(lookup)).toMatchObject({ kind: 'unknown' });
    });
  });
});
