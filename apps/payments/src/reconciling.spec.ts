import type { CommissionAccrued } from '@continuo/contracts/commissions';
import { systemActor } from '@continuo/kernel/actor';
import type { IntegrationMessage } from '@continuo/messaging/message';
import { LedgerConsumer } from './integration/consume-ledger';
import { type Answer, PaymentsService } from './service.fixture';
import { NOW } from './testing/examples';

let service: PaymentsService;
let paymentId: string;
beforeAll(async () => {
  service = await PaymentsService.start();
  paymentId = await service.place('ord_1', 'pm_sim_approved');
  await service.ship('ord_1', 3);
});
afterAll(() => service.stop());

const record = (body: object) => service.call('POST', '/v1/settlement-reports', { body });
const agreeing = (count: number) =>
  service.until('/v1/reconciliation', (body) => body.agreed === count);
const balanceOf = ({ body }: Answer, account: string): number =>
  body.items.find((item: { account: string }) => item.account === account)?.balance_minor ?? 0;
const HEADER = 'line_id,kind,reference,amount,fee,currency';

describe('reconciliation over HTTP', () => {
  it('agrees with what the processor of the payments says itself, however often it is asked', async () => {
    const first = await record({ source: 'processor' });
    expect(first).toMatchObject({
      status: 201,
      body: { processor: 'simulator', source: 'processor', lines: 1, new_lines: 1 },
    });
    const again = await record({ source: 'processor', processor: 'simulator' });
    expect(again.body).toMatchObject({ lines: 1, new_lines: 0, known_lines: 1 });
    expect((await agreeing(1)).body.items).toEqual([]);
    const { body } = await service.call(
      'GET',
      `/v1/settlement-reports/${first.body.report_id as string}`,
    );
    expect(body).toEqual(first.body);
  });

  it('names what a file says otherwise, with both amounts, and posts its fee', async () => {
    const csv = `${HEADER}\ntxn_9,charge,nobody,12.00,0.50,USD\n`;
    expect((await record({ source: 'file', processor: 'acme', csv })).status).toBe(201);
    const found = await service.until('/v1/reconciliation', (body) => body.items.length === 1);
    expect(found.body.items).toMatchObject([
      {
        cause: 'missing-in-ledger',
        processor_minor: 1_200,
        ledger_minor: null,
        difference_minor: 1_200,
        line_id: 'txn_9',
        ledger_entries: 0,
        processor_lines: 1,
        // The file does not date it: it is as old as its first report.
        since: NOW,
        age_days: 0,
      },
    ]);
    const inAll = { ledger_minor: 10_501, processor_minor: 11_701, difference_minor: 1_200 };
    expect(found.body.totals).toEqual([{ currency: 'USD', ...inAll }]);
    const other = await service.call('GET', '/v1/reconciliation?cause=duplicate');
    expect(other.body.items).toEqual([]);
    const balances = await service.until('/v1/ledger/balances', (body) =>
      body.items?.some((item: { account: string }) => item.account === 'fees'),
    );
    expect(balances.body.items).toContainEqual(
      expect.objectContaining({ account: 'fees', currency: 'USD' }),
    );
  });

  it.each([
    [{ source: 'processor', csv: HEADER }, 'settlement-source', '/csv'],
    [{ source: 'processor', processor: 'stripe-eu' }, 'settlement-source', '/processor'],
    [{ source: 'file', processor: 'acme' }, 'settlement-source', '/csv'],
    [{ source: 'file', csv: HEADER }, 'settlement-source', '/processor'],
  ])('refuses %j', async (body, code, pointer) => {
    const answer = await record(body);
    expect([answer.status, answer.body.code]).toEqual([422, code]);
    expect(answer.body.errors[0].pointer).toBe(pointer);
  });

  it('refuses a bad file as a whole', async () => {
    const csv = `${HEADER}\ntxn_a,charge,c1,twelve,0,USD\n`;
    const answer = await record({ source: 'file', processor: 'acme', csv });
    expect([answer.status, answer.body.code]).toEqual([422, 'settlement-file-invalid']);
  });

  it('is for finance alone', async () => {
    const asAgent = { key: service.keys.agent };
    for (const path of ['/v1/reconciliation', '/v1/ledger/balances', '/v1/ledger/aging'])
      expect((await service.call('GET', path, asAgent)).status).toBe(403);
  });
});

describe('the ledger over HTTP', () => {
  const accrued = (): IntegrationMessage<CommissionAccrued> => ({
    id: '00000000-0000-5000-8000-000000000001',
    type: 'continuo.commissions.commission-accrued.v1',
    source: '/continuo/commissions',
    subject: 'ord_1',
    sequence: 1,
    position: 1,
    time: NOW,
    actor: systemActor('spec'),
    correlationId: 'cor_1',
    data: {
      commission_line_id: 'col_1',
      order_id: 'ord_1',
      agent_id: 'agt_1',
      call_centre_id: 'cc_1',
      currency: 'USD',
      amount_minor: 900,
    },
  });

  it('posts a commission once, however often it is told, and takes it back', async () => {
    const reversed = { ...accrued(), id: '00000000-0000-5000-8000-000000000002' };
    const takenBack = {
      commission_line_id: 'col_2',
      amount_minor: -300,
      reverses_line_id: 'col_1',
    };
    await service.hear(LedgerConsumer, (consumer) => consumer.accrue(accrued()));
    await service.hear(LedgerConsumer, (consumer) => consumer.accrue(accrued()));
    await service.hear(LedgerConsumer, (consumer) =>
      consumer.reverse({ ...reversed, data: { ...reversed.data, ...takenBack } }),
    );
    const balances = await service.until(
      '/v1/ledger/balances',
      (body) => balanceOf({ body } as Answer, 'commission-expense') === 600,
    );
    expect(balanceOf(balances, 'commission-expense')).toBe(600);
    expect(balanceOf(balances, 'commission-payable')).toBe(-600);
    for (const { debits_minor, credits_minor } of balances.body.totals)
      expect(debits_minor).toBe(credits_minor);
  });

  it('shows postings with their event, and what a customer owes', async () => {
    const { body } = await service.call('GET', `/v1/ledger/postings?payment_id=${paymentId}`);
    expect(body.items.map((item: { event_type: string }) => item.event_type)).toEqual(
      expect.arrayContaining(['payment.package-billed.v1', 'payment.captured.v1']),
    );
    const customer = await service.call('GET', '/v1/ledger/customers/cus_1');
    expect(customer.body).toMatchObject({ customer_id: 'cus_1' });
    expect((await service.call('GET', '/v1/ledger/aging')).status).toBe(200);
  });

  it('says that a place of the record is not reached yet', async () => {
    const answer = await service.call('GET', '/v1/ledger/balances?position=1000000');
    expect([answer.status, answer.body.code]).toEqual([422, 'position-not-reached']);
  });
});
