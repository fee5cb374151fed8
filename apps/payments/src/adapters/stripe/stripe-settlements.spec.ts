import { settlementSourceContract } from '@continuo/testing/settlement-source.contract';
import type { DebitRequest } from '../../application/ports';
import type { SettlementLine } from '../../domain/settlement/line';
import { FakeStripe } from '../../testing/fake-stripe';
import { stripeClient } from './stripe-client';
import { StripeGateway } from './stripe-gateway';
import { StripeSettlements } from './stripe-settlements';

let fake: FakeStripe;
let gateway: StripeGateway;
let source: StripeSettlements;
const answered: string[] = [];

const debit = (idempotencyKey: string, amountMinor: number): DebitRequest => ({
  idempotencyKey,
  paymentReference: 'pay_1',
  customerReference: 'cus_1',
  amountMinor,
  currency: 'USD',
  token: 'pm_card_visa',
  initiator: 'recurring',
  networkTransactionId: null,
});

async function referenceOf(call: ReturnType<StripeGateway['charge']>): Promise<string> {
  const answer = await call;
  if (answer.kind !== 'succeeded') throw new Error(JSON.stringify(answer));
  answered.push(answer.reference);
  return answer.reference;
}

beforeAll(async () => {
  fake = await FakeStripe.start();
  const stripe = stripeClient('sk_test_fake', fake.url);
  gateway = new StripeGateway(stripe);
  source = new StripeSettlements('stripe-us', stripe);
  const held = await referenceOf(gateway.authorise(debit('hold', 5_000)));
  answered.pop();
  await referenceOf(gateway.capture({ ...debit('one', 2_000), on: held }));
  await referenceOf(gateway.capture({ ...debit('two', 2_000), on: held }));
  const charged = await referenceOf(gateway.charge(debit('charge', 700)));
  await referenceOf(gateway.refund({ ...debit('back', 300), on: charged }));
});
afterAll(() => fake.stop());

async function lines(period?: { from?: string; until?: string }): Promise<SettlementLine[]> {
  const found: SettlementLine[] = [];
  for await (const line of source.lines(period)) found.push(line);
  return found;
}

settlementSourceContract('StripeSettlements', async () => source);

describe("Stripe's balance transactions", () => {
  it('name what the gateway answered, each capture apart, with the fee and the key', async () => {
    const found = await lines();
    expect(found.map(({ reference }) => reference).sort()).toEqual([...answered].sort());
    const told = found.map(({ kind, amountMinor, feeMinor, idempotencyKey }) => [
      kind,
      amountMinor,
      feeMinor,
      idempotencyKey,
    ]);
    expect(told.sort()).toEqual([
      ['charge', 2_000, 40, 'one'],
      ['charge', 2_000, 40, 'two'],
      ['charge', 700, 14, 'charge'],
      ['refund', -300, 0, 'back'],
    ]);
  });

  it('name the same capture also where a period shows one of two alone', async () => {
    const all = await lines();
    const captures = all.filter(({ amountMinor }) => amountMinor === 2_000);
    for (const capture of captures) {
      const from = capture.settledAt ?? '';
      const until = new Date(Date.parse(from) + 1_000).toISOString();
      expect(await lines({ from, until })).toEqual([capture]);
    }
  });

  it.each([
    ['stripe_fee', -150, { kind: 'fee', amountMinor: 0, feeMinor: 150 }],
    ['payout', -9_000, { kind: 'payout', amountMinor: -9_000, feeMinor: 0 }],
    ['adjustment', -2_000, { kind: 'dispute', amountMinor: -2_000, reference: 'dp_1' }],
    ['adjustment', 2_000, { kind: 'dispute-reversal', amountMinor: 2_000, reference: 'dp_1' }],
    ['refund_failure', 300, { kind: 'charge', amountMinor: 300, reference: 'dp_1' }],
  ])('of type %s over %d are told as what they are', async (type, amount, expected) => {
    const dispute = { id: 'dp_1', object: 'dispute' };
    fake.books.balance.add({ type, amount, currency: 'usd', source: dispute });
    expect((await lines())[0]).toMatchObject(expected);
  });
});
