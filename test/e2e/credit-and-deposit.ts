import { setTimeout as sleep } from 'node:timers/promises';
import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { NORA, ORDER } from './bad-input.rows';
import { Seller } from './seller';

const CONSENT = {
  script_version: 'spring-1',
  words: 'We charge 10.00 USD of it today as a deposit ... Do you agree?',
  recording_reference: null,
  given_by: 'Lee Park',
};

/**
 * A customer is granted credit, places an order that uses it and takes a deposit, and cancels it:
 * answers the payment after it was placed and after both came back, and the customer's credit then.
 */
export async function payByCreditAndDeposit(admin: ApiClient) {
  const post = (path: string, body: object, headers = {}): Promise<ApiAnswer> =>
    admin.send({ method: 'POST', path, body, headers: { ...NORA, ...headers } });
  const until = async (path: string, done: (body: ApiAnswer['body']) => boolean) => {
    for (let tries = 0; ; tries += 1) {
      const { body } = await admin.send({ method: 'GET', path });
      if (done(body) || tries === 200) return body;
      await sleep(50);
    }
  };
  const { body: draft } = await post('/v1/orders', ORDER);
  const customerId: string = draft.customer_id;
  const credit = `/v1/customer-credits/${customerId}`;
  await post(`${credit}/grants`, { amount_minor: 2000, currency: 'USD', reason: 'late' });
  const { customer: _, ...order } = ORDER;
  const payment = { token: 'pm_sim_approved', use_credit: true, deposit_minor: 1000 };
  const { body: placed } = await post(
    '/v1/orders',
    { ...order, customer_id: customerId, consent: CONSENT, payment },
    { prefer: 'wait=10' },
  );
  const { items } = await until(
    `/v1/payments?order_id=${placed.order_id}`,
    (body) => body.items[0]?.status === 'authorised',
  );
  const path = `/v1/orders/${placed.order_id}`;
  const { etag } = await admin.send({ method: 'GET', path });
  await post(`${path}/cancel`, { reason: 'regret' }, { 'if-match': etag ?? '' });
  const after = await until(
    `/v1/payments/${items[0].payment_id}`,
    (body) => body.released_minor > 0,
  );
  const back = await until(credit, (body) => body.balances[0]?.available_minor === 2000);
  return { placed: items[0], after, credit: back };
}

/** The customer orders once more: credit, deposit and card pay what leaves, and all of it comes back. Answers the payment. */
export async function shipOnCredit(admin: ApiClient, customerId: string) {
  const seller = new Seller(admin);
  const { customer: _, ...order } = ORDER;
  const payment = { token: 'pm_sim_approved', use_credit: true, deposit_minor: 1000 };
  const { body: placed } = await seller.post('/v1/orders', {
    ...order,
    customer_id: customerId,
    consent: CONSENT,
    payment,
  });
  await seller.ship(placed.order_id);
  const { items } = await seller.until(
    `/v1/payments?order_id=${placed.order_id}`,
    ({ items: [paid] }) => paid !== undefined && paid.captured_minor === paid.ordered_minor,
  );
  const path = `/v1/payments/${items[0].payment_id}`;
  await seller.change(path, 'refunds', { reason: 'returned unused' });
  return seller.until(path, (body) => body.refunded_minor === items[0].ordered_minor);
}
