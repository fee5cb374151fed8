import { PaymentsService } from './service.fixture';

let service: PaymentsService;
beforeAll(async () => {
  service = await PaymentsService.start();
});
afterAll(() => service.stop());

const EVENT = { id: 'evt_1', type: 'payment_intent.succeeded', data: { object: {} } };
const webhook = (headers: Record<string, string>, account = 'simulator') =>
  service.call('POST', `/v1/webhooks/simulator/${account}`, { body: EVENT, headers });
const codes = (body: { items: { code: string }[] }) => body.items.map(({ code }) => code);

describe('the list of what finance was told', () => {
  it('names refused webhooks, once for each cause, latest first', async () => {
    const forged = { 'simulator-signature': 't=1,v1=abc' };
    const answers = [await webhook({}), await webhook({}), await webhook(forged)];
    expect(answers.map(({ status, body }) => [status, body.code])).toEqual([
      [403, 'webhook-unsigned'],
      [403, 'webhook-unsigned'],
      [403, 'webhook-signature-invalid'],
    ]);
    const listed = await service.until('/v1/finance-alerts', ({ items }) => items.length === 2);
    expect(codes(listed.body)).toEqual(['webhook-signature-invalid', 'webhook-unsigned']);
    expect(listed.body.items[1]).toMatchObject({
      detail: expect.stringContaining('processor account simulator'),
      payment_id: null,
      amount_minor: null,
      currency: null,
      times: 1,
    });
  });

  it('leaves out accounts that there are not', async () => {
    expect((await webhook({}, 'nobody')).body.code).toBe('webhook-account-not-found');
    const { body } = await service.call('GET', '/v1/finance-alerts');
    expect(body.items).toHaveLength(2);
  });

  it('is read by code, by payment, and page by page', async () => {
    const paymentId = await service.place('ord_1', 'pm_sim_approved');
    const { etag } = await service.call('GET', `/v1/payments/${paymentId}`);
    const request = { body: { token: 'pm_nobody' }, headers: { 'if-match': etag } };
    await service.call('POST', `/v1/payments/${paymentId}/methods`, request);
    const ofPayment = `/v1/finance-alerts?payment_id=${paymentId}`;
    const { body } = await service.until(ofPayment, ({ items }) => items.length === 1);
    expect(body.items).toMatchObject([{ code: 'unknown-token', payment_id: paymentId, times: 1 }]);
    const unsigned = await service.call('GET', '/v1/finance-alerts?code=webhook-unsigned');
    expect(codes(unsigned.body)).toEqual(['webhook-unsigned']);
    const first = await service.call('GET', '/v1/finance-alerts?limit=2');
    expect([codes(first.body), first.body.has_more]).toEqual([
      ['unknown-token', 'webhook-signature-invalid'],
      true,
    ]);
    const next = `/v1/finance-alerts?limit=2&cursor=${first.body.next_cursor}`;
    expect(codes((await service.call('GET', next)).body)).toEqual(['webhook-unsigned']);
  });

  it('is for finance', async () => {
    const asked = await service.call('GET', '/v1/finance-alerts', { key: service.keys.agent });
    expect(asked.status).toBe(403);
  });
});
