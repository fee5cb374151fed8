import { type Answer, PaymentsService } from './service.fixture';
import { aLine } from './testing/examples';

let service: PaymentsService;
beforeAll(async () => {
  service = await PaymentsService.start();
});
afterAll(() => service.stop());

const program = { origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } } as const;
const instalments = { lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] };

const POLICY = {
  policy_id: 'dun_strict',
  name: 'Strict',
  campaign_id: 'cmp_1',
  schedules: [{ decline_class: 'no-funds', after_hours: [48] }],
  limits: { amount_minor: { USD: 1_000 } },
  when_instalment_fails: 'hold-shipments',
};

const types = (history: Answer): string[] =>
  history.body.items.map((item: { type: string }) => item.type);
const published = (type: string) => (body: Answer['body']) =>
  body.items?.some((item: { type: string }) => item.type === `continuo.payments.${type}.v1`);

describe('dunning over HTTP', () => {
  it('keeps what network and gateway said, and tells the customer of the retry', async () => {
    const paymentId = await service.place('ord_visa', 'pm_sim_declined_visa_51', program);
    const history = await service.call('GET', `/v1/payments/${paymentId}/history`);
    expect(types(history)).toContain('payment.decline-judged.v1');
    expect(history.body.items[3].data).toMatchObject({
      code: '51',
      network: 'visa',
      decline_class: 'no-funds',
      policy: { policy_id: 'dun_built-in', version: 0 },
    });
    expect(published('retry-scheduled')((await service.call('GET', '/v1/events')).body)).toBe(true);
  });

  it('publishes policies for finance, and lets nobody else', async () => {
    const agent = { key: service.keys.agent, body: POLICY };
    expect((await service.call('POST', '/v1/dunning-policies', agent)).status).toBe(403);
    const created = await service.call('POST', '/v1/dunning-policies', { body: POLICY });
    expect(created).toMatchObject({ status: 201, body: { policy_id: 'dun_strict', version: 1 } });
    const { policy_id: _, ...terms } = POLICY;
    const second = await service.call('POST', '/v1/dunning-policies/dun_strict/versions', {
      body: { ...terms, best_hour: 10 },
    });
    expect(second.body.version).toBe(2);
    const listed = await service.call('GET', '/v1/dunning-policies');
    expect(listed.body.items.map((item: { policy_id: string }) => item.policy_id)).toEqual([
      'dun_strict',
      'dun_built-in',
    ]);
    expect((await service.call('GET', '/v1/dunning-policies/dun_strict')).body.items).toHaveLength(
      2,
    );
    expect((await service.call('GET', '/v1/dunning-policies/dun_none')).body.code).toBe(
      'dunning-policy-not-found',
    );
  });

  it.each([
    [{ cap: { tries: 16, days: 30 } }, 422, 'beyond-network-cap'],
    [{ schedules: [{ decline_class: 'never', after_hours: [24] }] }, 400, 'invalid-request'],
    [{ customer_id: 'cus_1' }, 422, 'two-scopes'],
    [{ best_hour: 24 }, 400, 'invalid-request'],
  ])('refuses a policy with %j', async (changes, status, code) => {
    const body = { ...POLICY, policy_id: 'dun_bad', ...changes };
    const answer = await service.call('POST', '/v1/dunning-policies', { body });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('simulates another policy over what was declined, and changes nothing', async () => {
    await service.until('/v1/dunning-policies', () => true);
    const { policy_id: _, ...terms } = POLICY;
    const head = async () => (await service.call('GET', '/v1/events?limit=200')).body.items.length;
    const before = await head();
    let answer = await service.call('POST', '/v1/dunning-policies/simulate', { body: terms });
    for (let tries = 0; answer.body.declines === 0 && tries < 100; tries += 1) {
      answer = await service.call('POST', '/v1/dunning-policies/simulate', { body: terms });
    }
    expect(answer).toMatchObject({
      status: 200,
      body: {
        label: 'estimate',
        declines: 1,
        tried_again: { was: 1, would_be: 1 },
        changed: [{ decline_class: 'no-funds' }],
      },
    });
    expect(await head()).toBe(before);
  });

  it('holds shipments when an instalment is not paid, until another card settles it', async () => {
    const paymentId = await service.place('ord_late', 'pm_sim_instalment_declined_visa_51', {
      customerId: 'cus_late',
      ...instalments,
    });
    await service.ship('ord_late', 3);
    await service.wake(paymentId);
    const held = await service.until('/v1/arrears/cus_late', (body) => body.shipments_held);
    expect(held.body).toMatchObject({
      shipments_held: true,
      policy_id: 'dun_strict',
      policy_version: 2,
      payments: [{ payment_id: paymentId, amount_minor: 3500 }],
    });
    const { etag, body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body.past_due_minor).toBe(3500);
    const asked = { body: { token: 'pm_nobody' }, headers: { 'if-match': etag } };
    const foreign = await service.call('POST', `/v1/payments/${paymentId}/methods`, asked);
    expect([foreign.status, foreign.body.code]).toEqual([422, 'unknown-token']);
    const paid = await service.call('POST', `/v1/payments/${paymentId}/methods`, {
      body: { token: 'pm_sim_card_new' },
      headers: { 'if-match': etag },
    });
    expect(paid).toMatchObject({ status: 201, body: { past_due_minor: 0 } });
    const free = await service.until('/v1/arrears/cus_late', (each) => !each.shipments_held);
    expect(free.body).toMatchObject({ shipments_held: false, payments: [] });
    const events = await service.until('/v1/events?limit=200', published('shipments-released'));
    expect(published('shipments-held')(events.body)).toBe(true);
    expect(published('finance-alerted')(events.body)).toBe(true);
  });
});

interface Told {
  readonly payment_id: string | null;
}

describe('a card of somebody else over HTTP', () => {
  it('is refused for a payment, and nothing changes', async () => {
    await service.place('ord_anna', 'pm_sim_card_anna', { customerId: 'cus_anna' });
    const customerId = 'cus_bert';
    const paymentId = await service.place('ord_bert', 'pm_sim_declined_soft', { customerId });
    const before = await service.call('GET', `/v1/payments/${paymentId}`);
    const asked = { body: { token: 'pm_sim_card_anna' }, headers: { 'if-match': before.etag } };
    const refused = await service.call('POST', `/v1/payments/${paymentId}/methods`, asked);
    expect([refused.status, refused.body.code]).toEqual([422, 'unknown-token']);
    expect(JSON.stringify(refused.body)).not.toContain('anna');
    expect(await service.call('GET', `/v1/payments/${paymentId}`)).toEqual(before);
    const alerts = `/v1/finance-alerts?payment_id=${paymentId}`;
    const told = await service.until(alerts, (body) => (body.items?.length ?? 0) > 0);
    expect(told.body.items).toMatchObject([{ code: 'foreign-token', currency: 'USD', times: 1 }]);
    // Given again that day it is the same alert, and no other.
    await service.call('POST', `/v1/payments/${paymentId}/methods`, asked);
    await service.call('POST', `/v1/payments/${paymentId}/methods`, {
      ...asked,
      body: { token: 'pm_nobody' },
    });
    const both = await service.until(alerts, (body) => (body.items?.length ?? 0) > 1);
    expect(both.body.items).toMatchObject([{ code: 'unknown-token' }, { code: 'foreign-token' }]);
    const all = await service.call('GET', '/v1/finance-alerts?code=unknown-token');
    expect(all.body.items?.filter((each: Told) => each.payment_id === paymentId)).toHaveLength(1);
  });
});

describe('card updates over HTTP', () => {
  it('settle what is due with the new token', async () => {
    const token = 'pm_sim_declined_visa_54';
    const paymentId = await service.place('ord_expired', token, program);
    const update = { token, result: 'new-token', new_token: 'pm_sim_card_renewed' };
    const answer = await service.call('POST', '/v1/card-updates', { body: update });
    expect(answer).toMatchObject({ status: 201, body: { payment_ids: [paymentId] } });
    const paid = await service.until(
      `/v1/payments/${paymentId}`,
      (body) => body.status === 'authorised',
    );
    expect(paid.body).toMatchObject({ status: 'authorised', token: 'pm_sim_card_renewed' });
    expect(
      published('card-updated')((await service.call('GET', '/v1/events?limit=200')).body),
    ).toBe(true);
  });

  it('end the retries on an account that is closed', async () => {
    const token = 'pm_sim_declined_discover_51';
    const paymentId = await service.place('ord_closed', token, program);
    const closed = { token, result: 'account-closed' };
    expect((await service.call('POST', '/v1/card-updates', { body: closed })).status).toBe(201);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body.due_at).toBeNull();
  });

  it.each([
    [{ result: 'new-token' }, 'new-token-missing'],
    [{ result: 'new-expiry' }, 'expiry-missing'],
  ])('are refused with %j alone', async (body, code) => {
    const asked = { body: { token: 'pm_sim_card_x', ...body } };
    const answer = await service.call('POST', '/v1/card-updates', asked);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
  });
});
