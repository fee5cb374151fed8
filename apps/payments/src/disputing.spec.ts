import { PaymentsService } from './service.fixture';

let service: PaymentsService;
beforeAll(async () => {
  service = await PaymentsService.start();
});
afterAll(() => service.stop());

/** A payment that was captured, and the gateway's reference of its charge. */
async function paid(orderId: string): Promise<{ paymentId: string; charge: string }> {
  const paymentId = await service.place(orderId, 'pm_sim_approved');
  await service.ship(orderId, 3);
  const { body } = await service.call('GET', `/v1/payments/${paymentId}/history`);
  const captured = body.items.find((item: { type: string }) => item.type === 'payment.captured.v1');
  return { paymentId, charge: captured.data.reference };
}

const dispute = (reference: string, of: { paymentId: string; charge: string }, changes = {}) => ({
  body: {
    reference,
    payment_id: of.paymentId,
    charge: of.charge,
    amount_minor: 10501,
    currency: 'USD',
    network: 'visa',
    reason: '13.1',
    descriptor: 'JUICER 800-555',
    evidence_due_at: '2026-12-06T00:00:00Z',
    ...changes,
  },
});

const outcome = (id: string, to: string) =>
  service.call('POST', `/v1/disputes/${id}/outcome`, { body: { outcome: to } });

describe('disputes over HTTP', () => {
  it('are opened, represented with what is known, and won', async () => {
    const of = await paid('ord_won');
    const opened = await service.call('POST', '/v1/disputes', dispute('dp_sim_1', of));
    expect(opened).toMatchObject({ status: 201, body: { status: 'opened', submission: 'none' } });
    const id = opened.body.dispute_id;
    expect(opened.body.evidence.dossier).toBe('/v1/orders/ord_won/dossier');
    expect(opened.body.evidence.filed).toMatchObject([
      { kind: 'consent-dossier', reference: '/v1/orders/ord_won/dossier' },
    ]);
    const proof = { kind: 'consent-dossier', reference: 'dos_1', summary: 'read and agreed to' };
    const filed = await service.call('POST', `/v1/disputes/${id}/proofs`, { body: proof });
    const sent = await service.call('POST', `/v1/disputes/${id}/represent`, {
      headers: { 'if-match': filed.etag },
    });
    expect(sent).toMatchObject({
      status: 201,
      body: {
        status: 'represented',
        submission: 'confirmed',
        evidence: {
          captured_minor: 10501,
          packages: [{ carrier: 'UPS', tracking_number: '1Z999' }],
          filed: [proof],
        },
      },
    });
    expect((await outcome(id, 'won')).body.status).toBe('won');
    expect((await outcome(id, 'lost')).body.code).toBe('dispute-closed');
    const payment = await service.call('GET', `/v1/payments/${of.paymentId}`);
    expect(payment.body.lines[0]).toMatchObject({ disputed_minor: 0, refundable_minor: 10501 });
    const listed = await service.until('/v1/disputes?status=won', (body) => body.items.length > 0);
    expect(listed.body.items).toMatchObject([{ dispute_id: id, descriptor: 'JUICER 800-555' }]);
  });

  it('do not pay twice what was refunded before, and tell finance', async () => {
    const of = await paid('ord_lost');
    const { etag } = await service.call('GET', `/v1/payments/${of.paymentId}`);
    await service.call('POST', `/v1/payments/${of.paymentId}/refunds`, {
      body: { amount_minor: 4000, reason: 'damaged' },
      headers: { 'if-match': etag },
    });
    const opened = await service.call('POST', '/v1/disputes', dispute('dp_sim_2', of));
    await outcome(opened.body.dispute_id, 'lost');
    const { body } = await service.call('GET', `/v1/payments/${of.paymentId}`);
    expect(body).toMatchObject({ refunded_minor: 4000, lines: [{ disputed_minor: 6501 }] });
    const { items } = (await service.call('GET', '/v1/events?limit=200')).body;
    const lost = items.find((item: { type: string }) => item.type.includes('dispute-lost'));
    expect(lost.data).toMatchObject({ amount_minor: 6501 });
    const alert = items.find((item: { type: string }) => item.type.includes('finance-alerted'));
    expect(alert.data).toMatchObject({ code: 'disputed-after-refund', amount_minor: 4000 });
  });

  it('are counted against the charges of the month, per campaign and descriptor', async () => {
    const rates = '/v1/disputes/rates?month=2026-11';
    const { body } = await service.until(rates, (each) => each.items[0]?.disputes === 2);
    expect(body.items).toMatchObject([
      {
        key: 'cmp_1',
        disputes: 2,
        charges: 2,
        basis_points: 10_000,
        standings: [{ programme: 'VAMP excessive', standing: 'near' }, {}, {}],
      },
    ]);
    const byDescriptor = await service.call('GET', `${rates}&by=descriptor`);
    expect(byDescriptor.body.items).toMatchObject([{ key: 'JUICER 800-555', disputes: 2 }]);
    expect((await service.call('GET', '/v1/disputes/rates?month=2026-13')).status).toBe(400);
  });

  it('are refused where the charge, its currency or the dispute is not known', async () => {
    const of = await paid('ord_bad');
    const refused = async (changes: object) => {
      const asked = dispute('dp_sim_bad', of, changes);
      const { status, body } = await service.call('POST', '/v1/disputes', asked);
      return [status, body.code];
    };
    expect(await refused({ charge: 'elsewhere' })).toEqual([422, 'charge-not-found']);
    expect(await refused({ currency: 'EUR' })).toEqual([422, 'currency-mismatch']);
    expect(await refused({ payment_id: 'pay_none' })).toEqual([404, 'payment-not-found']);
    expect(await refused({ amount_minor: 0 })).toEqual([400, 'invalid-request']);
    expect((await service.call('GET', '/v1/disputes/dsp_none')).body.code).toBe(
      'dispute-not-found',
    );
    const { body } = await service.call('GET', `/v1/payments/${of.paymentId}`);
    expect(body.lines[0].disputed_minor).toBe(0);
  });

  it('are not represented when the network takes no more evidence', async () => {
    const of = await paid('ord_closed');
    const opened = await service.call('POST', '/v1/disputes', dispute('dp_sim_closed_1', of));
    const sent = await service.call('POST', `/v1/disputes/${opened.body.dispute_id}/represent`, {
      headers: { 'if-match': opened.etag },
    });
    expect(sent.body).toMatchObject({ status: 'opened', submission: 'failed' });
  });
});

describe('bad disputes over HTTP', () => {
  it.each([
    [{ amount_minor: 10502 }, 'dispute-exceeds-charge'],
    [{ amount_minor: 100, currency: 'EUR' }, 'currency-mismatch'],
    [{ charge: 'sim_nobody' }, 'charge-not-found'],
  ])('refuses %j, changes nothing, and tells finance', async (asked, code) => {
    const of = await paid(`ord_${code}_disputed`);
    const { etag } = await service.call('GET', `/v1/payments/${of.paymentId}`);
    const sent = dispute(`dp_${code}`, of, asked);
    const answer = await service.call('POST', '/v1/disputes', sent);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect((await service.call('GET', `/v1/payments/${of.paymentId}`)).etag).toBe(etag);
    const alerts = `/v1/finance-alerts?payment_id=${of.paymentId}`;
    const { body } = await service.until(alerts, ({ items }) => items?.length > 0);
    const { amount_minor, currency } = sent.body;
    expect(body.items).toMatchObject([{ code, amount_minor, currency }]);
  });
});

describe('bad refunds over HTTP', () => {
  it.each([
    [{ amount_minor: 10502 }, 'refund-exceeds-captured'],
    [{ amount_minor: 100, currency: 'EUR' }, 'currency-mismatch'],
    [{ lines: [{ line_id: 'l9' }] }, 'line-not-found'],
    [{ amount_minor: 1, lines: [{ line_id: 'l1' }] }, 'amount-and-lines'],
  ])('refuses %j, changes nothing, and tells finance of money', async (asked, code) => {
    const { paymentId } = await paid(`ord_${code}`);
    const { etag } = await service.call('GET', `/v1/payments/${paymentId}`);
    const answer = await service.call('POST', `/v1/payments/${paymentId}/refunds`, {
      body: { reason: 'r', ...asked },
      headers: { 'if-match': etag },
    });
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect((await service.call('GET', `/v1/payments/${paymentId}`)).etag).toBe(etag);
    const { items } = (await service.call('GET', '/v1/events?limit=200')).body;
    const told = items.some(
      (item: { data: { code?: string; payment_id?: string } }) =>
        item.data.code === code && item.data.payment_id === paymentId,
    );
    expect(told).toBe(code === 'refund-exceeds-captured' || code === 'currency-mismatch');
  });

  it.each([
    [{ amount_minor: 1 }, 1],
    [{ lines: [{ line_id: 'l1', amount_minor: 3 }] }, 3],
    [{}, null],
  ])(
    'tells finance, with amount and currency, of %j when all was given back',
    async (asked, told) => {
      const { paymentId } = await paid(`ord_again_${String(told)}`);
      const refund = async (body: object) => {
        const { etag } = await service.call('GET', `/v1/payments/${paymentId}`);
        const sent = { body: { reason: 'r', ...body }, headers: { 'if-match': etag } };
        return service.call('POST', `/v1/payments/${paymentId}/refunds`, sent);
      };
      expect((await refund({})).status).toBe(201);
      const answer = await refund(asked);
      const code = told === 3 ? 'refund-exceeds-captured' : 'nothing-to-refund';
      expect(answer.body.code).toBe(code);
      const alerts = `/v1/finance-alerts?payment_id=${paymentId}`;
      const { body } = await service.until(alerts, ({ items }) => items?.length > 0);
      expect(body.items).toMatchObject([{ code, amount_minor: told, currency: 'USD' }]);
    },
  );
});

describe('goods that leave after they were cancelled', () => {
  it('are not charged, and finance is told', async () => {
    const paymentId = await service.place('ord_void', 'pm_sim_approved');
    await service.cancel('ord_void');
    await service.ship('ord_void', 3);
    const { body } = await service.call('GET', `/v1/payments/${paymentId}`);
    expect(body).toMatchObject({ captured_minor: 0, authorised_minor: 0, released_minor: 10501 });
    const { items } = (await service.call('GET', '/v1/events?limit=200')).body;
    const told = items.filter(
      (item: { data: { code?: string } }) => item.data.code === 'capture-after-void',
    );
    expect(told).toMatchObject([{ data: { payment_id: paymentId } }]);
  });
});
