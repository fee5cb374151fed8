import { PaymentsService } from './service.fixture';
import { aLine } from './testing/examples';

let service: PaymentsService;
beforeAll(async () => {
  service = await PaymentsService.start();
});
afterAll(() => service.stop());

const inThree = { lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] };

async function raise(paymentId: string, changes: object = {}, key = service.keys.finance) {
  const path = `/v1/payments/${paymentId}`;
  const { etag } = await service.call('GET', path);
  const body = { amount_minor: 2_000, reason: 'large order', ...changes };
  const headers = { 'if-match': etag };
  return service.call('POST', `${path}/authorisation-raises`, { key, body, headers });
}

describe('raising an authorisation over HTTP', () => {
  it('holds more, captures what leaves, and gives the rest free', async () => {
    const paymentId = await service.place('ord_more', 'pm_sim_approved', inThree);
    const raised = await raise(paymentId, { currency: 'USD' }, service.keys.supervisor);
    expect(raised).toMatchObject({ status: 201, body: { authorised_minor: 5_501 } });
    const attempts = raised.body.attempts.map(({ kind, status }: Record<string, string>) => [
      kind,
      status,
    ]);
    expect(attempts).toEqual([
      ['authorise', 'succeeded'],
      ['raise', 'succeeded'],
    ]);
    await service.ship('ord_more', 3);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body).toMatchObject({
      authorised_minor: 0,
      captured_minor: 3_501,
      released_minor: 2_000,
    });
  });

  it('says who wanted it and why', async () => {
    const paymentId = await service.place('ord_why', 'pm_sim_approved', inThree);
    await raise(paymentId);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}/history`);
    const wish = body.items.find(
      ({ type }: { type: string }) => type === 'payment.raise-requested.v1',
    );
    expect(wish).toMatchObject({ reason: 'large order', data: { amount_minor: 2_000 } });
  });

  it.each([
    ['the account or card does not allow it', 'pm_sim_raise_unavailable', 'raise_not_available'],
    ['the issuer declines', 'pm_sim_raise_declined_soft', 'insufficient_funds'],
  ])('shows the code when %s, and leaves what is held', async (_, token, code) => {
    const paymentId = await service.place(`ord_${code}`, token, inThree);
    const { status, body } = await raise(paymentId);
    expect(status).toBe(201);
    expect(body.attempts.at(-1)).toMatchObject({ kind: 'raise', status: 'declined', code });
    expect(body).toMatchObject({ status: 'authorised', authorised_minor: 3_501 });
    await service.ship(`ord_${code}`, 3);
    const after = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(after.body).toMatchObject({ captured_minor: 3_501 });
  });

  it('asks what became of one without an answer', async () => {
    const token = 'pm_sim_raise_timeout_then_succeeded';
    const paymentId = await service.place('ord_silent', token, inThree);
    expect((await raise(paymentId)).body).toMatchObject({ status: 'unknown' });
    const again = await raise(paymentId, { amount_minor: 1_000 });
    // Before anything else is done the gateway is asked, which changes the revision.
    expect(again).toMatchObject({ status: 412 });
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ status: 'authorised', authorised_minor: 5_501 });
  });

  it('refuses more than the order costs, and tells finance', async () => {
    const paymentId = await service.place('ord_much', 'pm_sim_approved', inThree);
    const { status, body } = await raise(paymentId, { amount_minor: 7_001 });
    expect([status, body.code]).toEqual([422, 'raise-exceeds-order']);
    expect(body.errors[0].pointer).toBe('/amount_minor');
    const told = await service.until('/v1/events', ({ items }) =>
      items?.some(
        (item: { type: string; data: { payment_id?: string } }) =>
          item.type.includes('finance-alerted') && item.data.payment_id === paymentId,
      ),
    );
    expect(JSON.stringify(told.body)).toContain('raise-exceeds-order');
  });

  it.each([
    ['an agent', {}, 'agent', 403, 'forbidden-role'],
    ['an amount of zero', { amount_minor: 0 }, 'finance', 400, 'invalid-request'],
    ['half a cent', { amount_minor: 0.5 }, 'finance', 400, 'invalid-request'],
    ['another currency', { currency: 'EUR' }, 'finance', 422, 'currency-mismatch'],
    ['no reason', { reason: undefined }, 'finance', 400, 'invalid-request'],
  ] as const)('refuses %s', async (_, changes, role, status, code) => {
    const paymentId = await service.place(`ord_bad_${code}_${role}`, 'pm_sim_approved', inThree);
    const answer = await raise(paymentId, changes, service.keys[role]);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body.authorised_minor).toBe(3_501);
  });
});
