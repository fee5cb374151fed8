import { createHash } from 'node:crypto';
import { systemActor } from '@continuo/kernel/actor';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { CommandBus } from '@nestjs/cqrs';
import { DOSSIER_EXAMPLES } from './api/dossier/dossier.examples';
import { CarryOut } from './application/carry-out/carry-out.command';
import { importedOrderAggregate } from './application/import-orders/imported-order.aggregate';
import { dueCycle } from './cycle.fixture';
import { CollectionsConsumer } from './integration/consume-collections';
import { FulfilmentConsumer } from './integration/consume-fulfilment';
import { PaymentsConsumer } from './integration/consume-payments';
import { SubscriptionsConsumer } from './integration/consume-subscriptions';
import {
  authorised,
  consent,
  declined,
  greens,
  juicer,
  message,
  NOW,
  oneShot,
  shipment,
} from './requests.fixture';
import { OrdersService } from './service.fixture';

const SCRIPT = '<script>alert("x")</script>';
const AT = '2026-12-01T10:00:00.000Z';
const program = { subscription_id: 'sub_1', customer_id: '' };

let service: OrdersService;
/** The order that starts a program, and the order of the program's second cycle. */
let start: string;
let renewal: string;

beforeAll(async () => {
  service = await OrdersService.start();
  const words = `You join a program. ${SCRIPT} Do you agree?`;
  const { body } = await service.post('/v1/orders', {
    ...oneShot,
    lines: [juicer, greens],
    consent: { ...consent, words, recording_reference: 'rec_1' },
  });
  start = body.order_id;
  program.customer_id = body.customer_id;
  await service.get(PaymentsConsumer).declined(declined(start));
  await service.get(PaymentsConsumer).authorised(authorised(start));
  renewal = await renewed();
}, 60_000);
afterAll(() => service?.stop());

/** A program that starts, is changed, is announced and falls due; then somebody cancels it. */
async function renewed(): Promise<string> {
  const consumer = service.get(SubscriptionsConsumer);
  const told = <Data>(data: Data, by = {}) => ({
    ...message('sub_1', { ...program, ...data }),
    ...by,
  });
  const start_ = { order_id: start, line_id: 'line-2', plan_id: 'plan_greens', plan_version: 1 };
  const terms = { sku: 'GREENS-30', quantity: 1, interval: 'P1M', unit_price_minor: 3995 };
  const sale = { campaign_id: 'cmp_spring', call_id: 'call_1', agent_id: 'agt_ann' };
  const sold = { ...sale, call_centre_id: 'cc_north' };
  const nothing = { from: null, to: null, next_cycle_on: null };
  await consumer.started(
    told({ ...start_, ...terms, currency: 'USD', next_cycle_on: '2026-12-22', sale: sold }),
  );
  await consumer.changed(told({ ...nothing, change: 'past-due' as const }));
  await consumer.changed(
    told(
      { change: 'price' as const, from: '3995', to: '3600', next_cycle_on: '2026-12-22' },
      {
        actor: { kind: 'agent', id: 'agt_ann', callCentreId: 'cc_north' },
        callId: 'call_9',
        scriptVersion: 'save-2',
        time: AT,
      },
    ),
  );
  const notice = { due_on: '2026-12-22', total_before_tax_minor: 4095, currency: 'USD' };
  const about = { ...notice, words: 'We ship on 22 December.', notice: 'renewal' as const };
  await consumer.noticeDue(told({ ...about, cycle: 2 }));
  await consumer.noticeDue(told({ ...about, cycle: 3 }));
  const by = { orderId: start, customerId: program.customer_id };
  await consumer.cycleDue(await dueCycle(service, by, { unit_price_minor: 3600 }));
  await consumer.changed(told({ ...nothing, change: 'quantity' as const, from: '1', to: '2' }));
  await consumer.cancelled(told({ reason: 'moved' }));
  return deriveId('ord', 'sub_1', 2);
}

async function dossier(orderId: string, key?: string, query = '', accept = 'application/json') {
  const headers = { accept };
  return service.call('GET', `/v1/orders/${orderId}/dossier${query}`, { key, headers });
}

const kinds = (items: { kind: string }[]) => items.map(({ kind }) => kind);

describe('the dossier of an order', () => {
  it('has the words, the consent, who recorded it, and each try to charge', async () => {
    const { status, body } = await dossier(start);
    expect(status).toBe(200);
    const agent = { kind: 'agent', id: 'agt_ann', call_centre_id: 'cc_north' };
    expect(body).toMatchObject({
      order_id: start,
      placed: { actor: agent, call_id: 'call_1' },
      lines: [
        { offer_id: 'off_juicer', offer_price_version: 1 },
        { offer_id: 'off_greens', offer_price_version: 1, program: { interval: 'P1M' } },
      ],
      consent: {
        order_id: start,
        words: expect.stringContaining('Do you agree?'),
        recording_reference: 'rec_1',
        given_by: 'Pat Miller',
        recorded: { actor: agent, call_id: 'call_1', at: NOW },
      },
      consent_absent: null,
      program: null,
      ship_to: { name: 'Pat Miller' },
      way_to_cancel: {
        words: expect.stringContaining('You may cancel at any time'),
        telephone: ['+18005550100'],
      },
      erased: [],
      withheld: [],
    });
    expect(kinds(body.charges)).toEqual(['requested', 'declined', 'authorised']);
    expect(body.charges[1]).toMatchObject({
      payment_id: 'pay_1',
      detail: 'insufficient_funds',
      amount_minor: 100,
      doing: { at: NOW },
    });
    expect(body.charges[2]).toMatchObject({ reference: 'ntx_1', payment_id: 'pay_1' });
  });

  it('shows what was captured, refunded and delivered', async () => {
    const { body: order } = await service.post('/v1/orders', oneShot);
    const { order_id } = order;
    await service.get(PaymentsConsumer).unknown(authorised(order_id));
    await service.get(PaymentsConsumer).authorised(authorised(order_id));
    await service.get(FulfilmentConsumer).shipped(
      message('shp_1', {
        ...shipment(order_id),
        package_id: 'pkg_1',
        lines: [{ line_id: 'line-1', sku: 'JUICER-01', quantity: 2 }],
        tracking: { carrier: 'UPS', number: '1Z1' },
        shipped_at: NOW,
      }),
    );
    const paid = { ...authorised(order_id).data, lines: [] };
    const capture = { ...paid, capture_id: 'cap_1', instalment: 1, package_id: 'pkg_1' };
    await service.get(PaymentsConsumer).captured(message('pay_1', capture));
    const refund = { ...paid, refund_id: 'ref_1', reason: 'damaged', amount_minor: 40 };
    await service.get(PaymentsConsumer).refunded(message('pay_1', refund));
    const { body } = await dossier(order_id);
    expect(kinds(body.charges)).toEqual([
      'requested',
      'unknown',
      'authorised',
      'captured',
      'refunded',
    ]);
    expect(body.charges.slice(3)).toMatchObject([
      { reference: 'cap_1', payment_id: 'pay_1', amount_minor: 100 },
      { reference: 'ref_1', detail: 'damaged', amount_minor: 40 },
    ]);
    expect(body).toMatchObject({
      captured_minor: 100,
      refunded_minor: 40,
      packages: [{ carrier: 'UPS', tracking_number: '1Z1' }],
      consent: null,
      consent_absent: 'no-program',
      way_to_cancel: { words: expect.stringContaining('until its goods are packed') },
    });
  });

  it('has what the payer was told of a charge that was not collected, once', async () => {
    const { body: order } = await service.post('/v1/orders', oneShot);
    const { order_id } = order;
    const about = {
      ...authorised(order_id).data,
      customer_id: order.customer_id,
      campaign_id: 'cmp_spring',
      instalment: 1,
    };
    const consumer = service.get(CollectionsConsumer);
    const retry = message('pay_1', { ...about, retry_at: AT, tries_left: 1 });
    await consumer.retryScheduled(retry);
    await consumer.retryScheduled(retry);
    await consumer.lastNotice(message('pay_1', { ...about, retry_at: AT }));
    const because = { because: 'retries-used', when_instalment_fails: null };
    await consumer.givenUp(message('pay_1', { ...about, ...because }));
    await consumer.pastDue(message('pay_1', { ...about, since: NOW }));
    const paid = message('pay_1', { ...about, amount_minor: 0, since: null });
    await consumer.pastDue({ ...paid, time: AT });
    const { body } = await dossier(order_id);
    const nothing = { retry_at: null, tries_left: null, because: null };
    expect(body.dunning_notices).toEqual([
      {
        ...nothing,
        notice: 'retry-scheduled',
        payment_id: 'pay_1',
        instalment: 1,
        amount_minor: 100,
        retry_at: AT,
        tries_left: 1,
        at: NOW,
        event_id: retry.id,
      },
      expect.objectContaining({ ...nothing, notice: 'last-notice', retry_at: AT }),
      expect.objectContaining({ ...nothing, notice: 'given-up', because: 'retries-used' }),
      expect.objectContaining({ ...nothing, notice: 'past-due', instalment: null }),
      expect.objectContaining({ ...nothing, notice: 'settled', amount_minor: 0, at: AT }),
    ]);
    const before = await dossier(order_id, undefined, `?as_of=${NOW}`);
    expect(before.body.dunning_notices).toHaveLength(4);
    const page = await dossier(order_id, undefined, '', 'text/html');
    expect(page.text).toContain('Notices of charges that were not collected');
    expect(page.text).toContain('retries-used');
  });

  it('is that of an earlier revision where asked', async () => {
    const { body } = await dossier(start, undefined, '?as_of=0');
    expect(body).toMatchObject({ revision: 0 });
    expect(kinds(body.charges)).toEqual(['requested']);
  });

  it('of an imported order says that its consent is kept elsewhere', async () => {
    const orderId = deriveId('ord', 'imported');
    const line = {
      sku: 'A',
      name: '<b>Glass</b>',
      quantity: 1,
      unitPrice: '6.95',
      amountMinor: 695,
    };
    const command = {
      kind: 'record-lines',
      orderId,
      document: 'order',
      source: 'shop',
      number: '1',
      customerId: null,
      country: null,
      soldBy: null,
      currency: 'GBP',
      orderedAt: '2009-12-01T07:45:00.000Z',
      zone: 'Europe/London',
      lines: [line],
    } as const;
    const context = {
      commandId: deriveUuid('import'),
      actor: systemActor('specs'),
      now: NOW,
      correlationId: 'cor_1',
    };
    const bus = service.get(CommandBus);
    await bus.execute(new CarryOut(importedOrderAggregate, orderId, command, context));
    const { status, body } = await dossier(orderId, service.admin);
    expect([status, body.consent, body.consent_absent]).toEqual([200, null, 'imported']);
    expect([body.charges, body.way_to_cancel, body.total_minor]).toEqual([[], null, 695]);
    const page = await dossier(orderId, service.admin, '', 'text/html');
    expect(page.text).toContain('The order was imported');
    expect(page.text).toContain('&lt;b&gt;Glass&lt;/b&gt;');
    expect((await dossier(orderId)).status).toBe(404);
  });

  it('is refused for a draft, and not there for an unknown order', async () => {
    const { body: draft } = await service.post('/v1/orders', { ...oneShot, payment: undefined });
    const refused = await dossier(draft.order_id);
    expect([refused.status, refused.body.code]).toEqual([409, 'order-not-placed']);
    expect(refused.body.detail).toContain('place it first');
    const unknown = await dossier('ord_none', service.admin);
    expect([unknown.status, unknown.body.code]).toEqual([404, 'order-not-found']);
  });
});

describe('the dossier of a renewal', () => {
  it('rests on the consent of the order that started the program', async () => {
    const { body } = await dossier(renewal);
    expect(body).toMatchObject({
      order_id: renewal,
      consent: { order_id: start, given_by: 'Pat Miller', recording_reference: 'rec_1' },
      program: {
        subscription_id: 'sub_1',
        cycle: 2,
        started_by_order_id: start,
        agreed: [{ offer_id: 'off_greens', program: { unit_price_minor: 3995 } }],
      },
      lines: [{ unit_price_minor: 3600 }],
    });
  });

  it('says which terms were changed before, by whom, on which call, by which script', async () => {
    const { body } = await dossier(renewal);
    expect(body.program.changes).toEqual([
      {
        change: 'price',
        from: '3995',
        to: '3600',
        consent_reference: null,
        doing: {
          actor: { kind: 'agent', id: 'agt_ann', call_centre_id: 'cc_north' },
          call_id: 'call_9',
          script_version: 'save-2',
          at: AT,
        },
        event_id: expect.any(String),
      },
    ]);
  });

  it('has the notices of this cycle alone, and the cancellation that came after', async () => {
    const { body } = await dossier(renewal);
    expect(body.program.notices).toMatchObject([{ notice: 'renewal', cycle: 2, at: NOW }]);
    expect(body.program.cancellations).toMatchObject([{ reason: 'moved', doing: { at: NOW } }]);
    const before = await dossier(renewal, undefined, '?known_at=2026-11-22T09:29:59Z');
    expect(before.status).toBe(404);
  });

  it('says so when the order that started it is not known', async () => {
    const by = { orderId: start, customerId: program.customer_id };
    const due = await dueCycle(service, by, { subscription_id: 'sub_2' });
    await service.get(SubscriptionsConsumer).cycleDue(due);
    const { body } = await dossier(deriveId('ord', 'sub_2', 2), service.admin);
    expect(body).toMatchObject({ consent: null, consent_absent: 'start-unknown' });
  });

  it('has the form of the example that is documented', async () => {
    const { body } = await dossier(renewal);
    const { program: shown, consent: given, ...rest } = DOSSIER_EXAMPLES.renewal.value;
    expect(Object.keys(body)).toEqual(Object.keys(DOSSIER_EXAMPLES.renewal.value));
    expect(Object.keys(body.program)).toEqual(Object.keys(shown));
    expect(Object.keys(body.program.changes[0])).toEqual(Object.keys(shown.changes[0]!));
    expect(Object.keys(body.program.notices[0])).toEqual(Object.keys(shown.notices[0]!));
    expect(Object.keys(body.consent)).toEqual(Object.keys(given));
    expect(Object.keys(body.lines[0])).toEqual(Object.keys(rest.lines[0]!));
    expect(Object.keys(body.charges[0])).toEqual(Object.keys(rest.charges[0]!));
  });
});

describe('the page', () => {
  it('is complete in itself, and what people wrote is text', async () => {
    const { status, text } = await dossier(start, undefined, '', 'text/html,*/*;q=0.8');
    expect(status).toBe(200);
    expect(text).toMatch(/^<!doctype html>/);
    expect(text).toContain('@media print');
    expect(text).toContain('&lt;script&gt;alert(&quot;x&quot;)&lt;/script&gt; Do you agree?');
    expect(text).not.toMatch(/<script|<link|<img|https?:|url\(|@import/);
    expect(text).toContain('insufficient_funds');
    expect(text).toContain('+18005550100');
  });

  it('may load nothing: its own style alone is let through', async () => {
    const { headers, text } = await dossier(start, undefined, '', 'text/html');
    expect(headers['content-type']).toBe('text/html; charset=utf-8');
    const [, style = ''] = /<style>([^]*)<\/style>/.exec(text) ?? [];
    const hash = createHash('sha256').update(style).digest('base64');
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; style-src 'sha256-/);
    expect(headers['content-security-policy']).toContain(`style-src 'sha256-${hash}';`);
  });

  it('shows a renewal with its program', async () => {
    const { text } = await dossier(renewal, undefined, '', 'text/html');
    for (const shown of ['Program sub_1, cycle 2', 'call_9', 'save-2', 'We ship on 22 December.'])
      expect(text).toContain(shown);
  });

  it('is refused as a problem in JSON', async () => {
    const { status, body } = await dossier('ord_none', undefined, '', 'text/html');
    expect([status, body.code]).toEqual([404, 'order-not-found']);
  });
});

describe('who may read a dossier', () => {
  it('another call centre may not', async () => {
    const { status, body } = await dossier(start, service.south);
    expect([status, body.code]).toEqual([404, 'order-not-found']);
  });

  it('a vendor may not', async () => {
    const { status, body } = await dossier(start, await service.keyOf('vendor'));
    expect([status, body.code]).toEqual([403, 'forbidden-role']);
  });

  it('finance sees no name and no address, and is told so', async () => {
    const finance = await service.keyOf('finance');
    const { body } = await dossier(start, finance);
    expect(body).toMatchObject({
      consent: { given_by: null, words: expect.any(String) },
      ship_to: null,
      erased: [],
      withheld: ['/consent/given_by', '/ship_to'],
    });
    const page = await dossier(start, finance, '', 'text/html');
    expect(page.text).toContain('Not for this reader: /consent/given_by, /ship_to.');
    expect(page.text).not.toContain('Pat Miller');
  });

  it('an erased customer has a dossier that names what is gone', async () => {
    await service.ports.personalData.erase(program.customer_id);
    const { body } = await dossier(renewal);
    expect(body).toMatchObject({
      consent: { given_by: null, words: expect.any(String) },
      ship_to: null,
      erased: ['/consent/given_by', '/ship_to'],
      withheld: [],
    });
    const page = await dossier(renewal, undefined, '', 'text/html');
    expect(page.text).toContain('Erased: /consent/given_by, /ship_to.');
  });
});
