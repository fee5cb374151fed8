import { join } from 'node:path';
import type { FinanceAlertEvent } from '../domain/finance-alert/decider';
import type { Initiator } from '../domain/payment/facts';
import { statusOf } from '../domain/payment/summary';
import { BOOKS_FILE, readBooks } from '../adapters/simulator/books';
import { anOrder } from '../testing/examples';
import { PaymentsProcess } from '../testing/payments-process';
import { Simulated } from '../testing/simulated.fixture';
import { findPayment } from './find-payment';
import { OpenPaymentCommand } from './open-payment/open-payment.command';
import { OpenPaymentHandler } from './open-payment/open-payment.handler';
import { paymentIdOf } from './payment-id';
import { RetryPaymentCommand } from './retry-payment/retry-payment.command';
import { RetryPaymentHandler } from './retry-payment/retry-payment.handler';

const program = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;

let simulated: Simulated;
let process: PaymentsProcess;
let orderId: string;
let number = 0;

beforeAll(async () => (simulated = await Simulated.open()));
afterAll(() => simulated.close());
beforeEach(() => {
  number += 1;
  process = new PaymentsProcess(simulated.store, simulated.simulator);
});

const state = async () => (await findPayment(process.runner, paymentIdOf(orderId))).state;
const method = (token: string, initiator: Initiator) =>
  ({ token, initiator, networkTransactionId: null }) as const;

/** An order of a customer reaches payments, without the edge having asked whose card it is. */
async function place(customerId: string, token: string, more: object = {}): Promise<string> {
  orderId = `ord_${customerId}_${(number += 1)}`;
  const initiator = 'origin' in more ? 'recurring' : 'moto';
  const order = anOrder({ orderId, customerId, ...more });
  const context = process.context(orderId);
  const command = new OpenPaymentCommand(order, method(token, initiator), context);
  const { desk, routing, cards, credits } = process;
  await new OpenPaymentHandler(desk, routing, cards, credits).execute(command);
  await process.work.idle();
  return statusOf(await state());
}

async function giveAnother(token: string): Promise<string> {
  const { desk, cards, routing, runner } = process;
  const handler = new RetryPaymentHandler(desk, cards, routing, runner);
  const context = process.context(`${orderId} ${token}`);
  await handler.execute(new RetryPaymentCommand(orderId, method(token, 'moto'), context));
  await process.work.idle();
  return statusOf(await state());
}

const sent = () =>
  [...readBooks(join(simulated.dataDir, BOOKS_FILE))].filter(
    ({ paymentReference }) => paymentReference === paymentIdOf(orderId),
  ).length;

async function alerts(): Promise<FinanceAlertEvent['data'][]> {
  const { events } = await simulated.store.readAll({ after: 0, maxCount: 1_000 });
  return events
    .map((event) => event as unknown as FinanceAlertEvent)
    .filter(({ type }) => type === 'finance-alert.raised.v1')
    .map(({ data }) => data);
}

describe('a card that one customer has stored', () => {
  it('is charged again for that customer', async () => {
    const card = `pm_sim_card_${number}`;
    expect(await place('cus_a', card)).toBe('authorised');
    expect(await place('cus_a', card, program)).toBe('authorised');
  });

  it.each([
    ['order', {}],
    ['program', program],
  ])('is declined for an %s of another, unsent, and finance is told', async (_, more) => {
    const card = `pm_sim_card_${number}`;
    await place('cus_a', card);
    expect(await place('cus_b', card, more)).toBe('declined');
    expect((await state()).attempts).toMatchObject([{ status: 'declined', code: 'unknown_token' }]);
    expect(sent()).toBe(0);
    const told = { code: 'unknown-token', paymentId: paymentIdOf(orderId), amountMinor: 10_501 };
    expect(await alerts()).toContainEqual(expect.objectContaining(told));
    // Its owner's card is not the worse for it.
    expect(await process.cards.tries(card)).toEqual([]);
    expect((await process.cards.find(card)).paymentIds).toEqual([]);
  });

  it('does not help out where the card of another was declined', async () => {
    const card = `pm_sim_card_${number}`;
    await place('cus_a', card);
    await place('cus_b', 'pm_sim_declined_soft');
    expect(await giveAnother(card)).toBe('declined');
    expect(sent()).toBe(1);
    expect(await giveAnother(`${card}_own`)).toBe('authorised');
  });

  it('is nobody’s while it was declined', async () => {
    await place('cus_a', 'pm_sim_card_');
    expect(await process.routing.isForeign('pm_sim_card_', 'cus_b')).toBe(false);
  });
});

describe('a token of the gateway for tests', () => {
  it('stands for a card of whoever uses it', async () => {
    expect(await place('cus_a', 'pm_sim_approved')).toBe('authorised');
    expect(await place('cus_b', 'pm_sim_approved')).toBe('authorised');
  });
});

describe('asked before anything is written', () => {
  it.each([
    ['a token that the gateway does not know', 'pm_nobody', 'unknown', 0],
    ['what the gateway keeps for another', 'pm_sim_foreign', 'foreign', 1],
  ])('%s is none of this customer', async (_, token, knowledge, told) => {
    const before = (await alerts()).length;
    expect(await process.known.ask(token, `cus_${number}`)).toBe(knowledge);
    expect((await alerts()).length - before).toBe(told);
  });

  it('says so of a card in our own books, and finance hears of it once a day', async () => {
    const card = `pm_sim_card_${number}`;
    await place('cus_a', card);
    const before = (await alerts()).length;
    const asked = process.known;
    expect(await asked.ask(card, 'cus_a')).toBe('known');
    for (let tries = 0; tries < 3; tries += 1)
      expect(await asked.ask(card, 'cus_c')).toBe('foreign');
    expect((await alerts()).slice(before)).toMatchObject([
      { code: 'foreign-token', paymentId: null, detail: expect.stringContaining('cus_c') },
    ]);
  });
});
