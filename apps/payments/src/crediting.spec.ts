import { PaymentsService } from './service.fixture';

let service: PaymentsService;
beforeAll(async () => {
  service = await PaymentsService.start();
});
afterAll(() => service.stop());

const GRANT = { amount_minor: 2000, currency: 'USD', reason: 'parcel came late' };
const credit = (customerId: string) => `/v1/customer-credits/${customerId}`;
const grants = (customerId: string) => `${credit(customerId)}/grants`;
const available = (minor: number) => (body: { balances: { available_minor: number }[] }) =>
  body.balances[0]?.available_minor === minor;

async function granted(customerId: string, minor: number): Promise<void> {
  const body = { ...GRANT, amount_minor: minor };
  expect((await service.call('POST', grants(customerId), { body })).status).toBe(201);
}

describe('credit over HTTP', () => {
  it('is granted with who and why, and posted', async () => {
    const answer = await service.call('POST', grants('cus_a'), {
      key: service.keys.agent,
      body: GRANT,
    });
    expect(answer).toMatchObject({
      status: 201,
      body: {
        customer_id: 'cus_a',
        balances: [{ currency: 'USD', available_minor: 2000, applied_minor: 0 }],
        grants: [{ left_minor: 2000, granted_by_role: 'agent', reason: 'parcel came late' }],
        uses: [],
      },
    });
    const history = await service.call('GET', `${credit('cus_a')}/history`);
    expect(history.body.items).toMatchObject([
      { actor: { kind: 'agent', id: 'agt_1' }, reason: 'parcel came late' },
    ]);
    const account = await service.until('/v1/ledger/customers/cus_a', ({ balances }) =>
      Boolean(balances[0]),
    );
    expect(account.body.balances).toMatchObject([{ credit_minor: 2000, receivable_minor: 0 }]);
  });

  it.each([
    ['agent', { amount_minor: 2501 }, 403, 'credit-limit-exceeded'],
    ['supervisor', { amount_minor: 25_001 }, 403, 'credit-limit-exceeded'],
    ['agent', { currency: 'EUR' }, 403, 'credit-limit-exceeded'],
    ['integration', {}, 403, 'forbidden-role'],
    ['finance', { amount_minor: 0 }, 400, 'invalid-request'],
    ['finance', { currency: 'ZZZ' }, 400, 'invalid-request'],
    ['finance', { expires_at: '2020-01-01T00:00:00Z' }, 422, 'expiry-has-passed'],
    ['finance', { reason: undefined }, 400, 'invalid-request'],
  ] as const)('is refused to %s with %j', async (role, changes, status, code) => {
    const answer = await service.call('POST', grants('cus_refused'), {
      key: service.keys[role],
      body: { ...GRANT, ...changes },
    });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect((await service.call('GET', credit('cus_refused'))).body.grants).toEqual([]);
  });

  it('belongs to customers only', async () => {
    const answer = await service.call('POST', grants('ord_1'), { body: GRANT });
    expect([answer.status, answer.body.code]).toEqual([404, 'customer-not-found']);
  });

  it('pays a renewal before the card does, by rule, and an order where it is asked for', async () => {
    await granted('cus_b', 3000);
    const customer = { customerId: 'cus_b' };
    const call = await service.place('ord_b1', 'pm_sim_approved', customer);
    const origin = { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } as const;
    const cycle = await service.place('ord_b2', 'pm_sim_approved', { ...customer, origin });
    const payment = async (id: string) => (await service.call('GET', `/v1/payments/${id}`)).body;
    expect(await payment(call)).toMatchObject({
      credit_reserved_minor: 0,
      authorised_minor: 10501,
    });
    expect(await payment(cycle)).toMatchObject({
      credit_reserved_minor: 3000,
      authorised_minor: 7501,
    });
    await service.ship('ord_b2', 3);
    expect(await payment(cycle)).toMatchObject({
      captured_minor: 10501,
      paid_by_credit_minor: 3000,
      credit_reserved_minor: 0,
    });
    await granted('cus_b', 500);
    const asked = await service.place('ord_b3', 'pm_sim_approved', customer, true);
    expect(await payment(asked)).toMatchObject({ authorised_minor: 10001 });
    const account = await service.until(
      '/v1/ledger/customers/cus_b',
      ({ balances }) => balances[0]?.credit_minor === 500,
    );
    expect(account.body.claims).toEqual([]);
    expect(account.body.balances).toMatchObject([{ credit_minor: 500 }]);
  });

  it('is never used twice by orders of the same instant', async () => {
    await granted('cus_c', 4000);
    const orders = ['ord_c1', 'ord_c2', 'ord_c3', 'ord_c4'];
    const payments = await Promise.all(
      orders.map((id) => service.place(id, 'pm_sim_approved', { customerId: 'cus_c' }, true)),
    );
    const used = await Promise.all(
      payments.map(async (id) => (await service.call('GET', `/v1/payments/${id}`)).body),
    );
    const reserved = used.map(({ credit_reserved_minor }) => credit_reserved_minor as number);
    expect(reserved.reduce((sum, minor) => sum + minor, 0)).toBe(4000);
    expect(used.map(({ authorised_minor }, n) => authorised_minor + reserved[n]!)).toEqual(
      orders.map(() => 10501),
    );
    expect((await service.call('GET', credit('cus_c'))).body.balances).toEqual([
      { currency: 'USD', available_minor: 0, applied_minor: 4000 },
    ]);
  });

  it('comes back when the order is cancelled, and by a refund as credit', async () => {
    await granted('cus_d', 1000);
    const customer = { customerId: 'cus_d' };
    await service.place('ord_d1', 'pm_sim_approved', customer, true);
    await service.cancel('ord_d1');
    const back = await service.until(credit('cus_d'), available(1000));
    expect(back.body.uses).toMatchObject([{ amount_minor: 1000, returned_minor: 1000 }]);

    const paymentId = await service.place('ord_d2', 'pm_sim_approved', customer);
    await service.ship('ord_d2', 3);
    const { etag } = await service.call('GET', `/v1/payments/${paymentId}`);
    const refund = await service.call('POST', `/v1/payments/${paymentId}/refunds`, {
      body: { amount_minor: 2500, to: 'credit', reason: 'rather credit' },
      headers: { 'if-match': etag },
    });
    expect(refund).toMatchObject({ status: 201, body: { refunded_minor: 2500 } });
    expect(refund.body.attempts.map(({ kind }: { kind: string }) => kind)).not.toContain('refund');
    const after = await service.until(credit('cus_d'), available(3500));
    expect(after.body.grants).toMatchObject([
      { left_minor: 1000 },
      { left_minor: 2500, granted_by_role: null, expires_at: null },
    ]);
  });

  it('expires when its date comes, and is posted back', async () => {
    const expires_at = '2026-12-01T00:00:00Z';
    await service.call('POST', grants('cus_e'), { body: { ...GRANT, expires_at } });
    await service.expireCredit('cus_e', '2026-12-01T00:00:00.000Z');
    const answer = await service.call('GET', credit('cus_e'));
    expect(answer.body.grants).toMatchObject([{ left_minor: 0, amount_minor: 2000 }]);
    await service.until('/v1/ledger/postings?account=goodwill&limit=100', ({ items }) =>
      items.some(({ event_type }: { event_type: string }) => /expired/.test(event_type)),
    );
    const account = await service.call('GET', '/v1/ledger/customers/cus_e');
    expect(account.body.balances).toEqual([]);
  });

  it('is withdrawn by a supervisor when it was granted wrongly, and posted back', async () => {
    await service.call('POST', grants('cus_w'), { key: service.keys.agent, body: GRANT });
    const { body, etag } = await service.call('GET', credit('cus_w'));
    const withdrawals = `${grants('cus_w')}/${body.grants[0].grant_id}/withdrawals`;
    const withdraw = (key: string, headers = {}, more = {}) =>
      service.call('POST', withdrawals, {
        key,
        headers,
        body: { reason: 'wrong customer', ...more },
      });
    const { agent, supervisor } = service.keys;
    const seen = { 'if-match': etag };
    const refused = [
      await withdraw(agent, seen),
      await withdraw(supervisor),
      await withdraw(supervisor, { 'if-match': '"7"' }),
      await withdraw(supervisor, seen, { amount_minor: 2001 }),
      await withdraw(supervisor, seen, { amount_minor: 0 }),
    ];
    expect(refused.map((each) => each.body.code)).toEqual([
      'forbidden-role',
      'if-match-required',
      'stale-revision',
      'more-than-left',
      'invalid-request',
    ]);
    const done = await withdraw(supervisor, seen);
    expect(done).toMatchObject({
      status: 201,
      body: {
        balances: [{ available_minor: 0 }],
        grants: [{ left_minor: 0, withdrawn_minor: 2000 }],
      },
    });
    const again = await withdraw(supervisor, { 'if-match': done.etag });
    expect([again.status, again.body.code]).toEqual([409, 'nothing-to-withdraw']);
    const history = await service.call('GET', `${credit('cus_w')}/history`);
    expect(history.body.items[1]).toMatchObject({
      type: 'customer-credit.withdrawn.v1',
      actor: { kind: 'supervisor' },
      reason: 'wrong customer',
    });
    await service.until('/v1/ledger/postings?account=goodwill&limit=100', ({ items }) =>
      items.some(({ event_type }: { event_type: string }) => /withdrawn/.test(event_type)),
    );
    const account = await service.call('GET', '/v1/ledger/customers/cus_w');
    expect(account.body.balances).toEqual([]);
  });
});

describe('a deposit over HTTP', () => {
  it('is held until goods leave, told to others, and given back for what is cancelled', async () => {
    const customer = { customerId: 'cus_f' };
    const paymentId = await service.place('ord_f1', 'pm_sim_approved', customer, false, 3000);
    const payment = async () => (await service.call('GET', `/v1/payments/${paymentId}`)).body;
    expect(await payment()).toMatchObject({
      deposit_held_minor: 3000,
      authorised_minor: 7501,
      captured_minor: 0,
      attempts: [
        { kind: 'charge', instalment: 0, status: 'succeeded' },
        { kind: 'authorise', instalment: 1 },
      ],
    });
    await service.ship('ord_f1', 2);
    expect(await payment()).toMatchObject({ deposit_held_minor: 1000, captured_minor: 7000 });
    await service.cancel('ord_f1');
    expect(await payment()).toMatchObject({ deposit_held_minor: 0, released_minor: 2501 });
    const { body } = await service.until('/v1/events?limit=200', ({ items }) =>
      items.some(({ type }: { type: string }) => type.includes('deposit-refunded')),
    );
    const told = (name: string) =>
      body.items.find(({ type }: { type: string }) => type === `continuo.payments.${name}.v1`).data;
    expect(told('deposit-taken')).toMatchObject({ order_id: 'ord_f1', amount_minor: 3000 });
    expect(told('deposit-refunded')).toMatchObject({ order_id: 'ord_f1', amount_minor: 1000 });
  });

  it('that is declined leaves the order to another card', async () => {
    const paymentId = await service.place('ord_f2', 'pm_sim_declined_soft', {}, false, 3000);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ status: 'declined', deposit_held_minor: 0, authorised_minor: 0 });
  });
});
