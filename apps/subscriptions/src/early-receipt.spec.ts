import { PACKAGE_DELIVERED } from '@continuo/contracts/fulfilment';
import type { OrderReleased } from '@continuo/contracts/orders';
import { deriveId } from '@continuo/kernel/ids';
import type { Publication } from '@continuo/messaging/message';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const plan = {
  plan_id: 'plan_trial',
  name: 'Greens on trial',
  intervals: ['P1M'],
  default_interval: 'P1M',
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 4000 } }],
  tax_category: 'food',
  shipping_minor: { USD: 0 },
  trial_days: 14,
  rules: { trial_from: 'receipt' },
};
const [line] = (orderReleased().data as OrderReleased).lines;
const lines = ['line_1', 'line_2'].map((line_id) => ({
  ...line!,
  line_id,
  program: { ...line!.program!, plan_id: plan.plan_id },
}));

let service: SubscriptionsProcess;
let orderId: string;
let sold = 0;

beforeAll(async () => {
  service = await openAt('2099-01-31T15:00:00.000Z', plan);
}, 60_000);
afterAll(() => service.close());
beforeEach(() => {
  orderId = `ord_${(sold += 1)}`;
});

const released = (): Publication => orderReleased({ order_id: orderId, lines });
const delivered = (packageId: string, at: string): Publication => ({
  type: PACKAGE_DELIVERED.type,
  data: {
    shipment_id: `shp_${sold}`,
    order_id: orderId,
    vendor_id: 'ven_1',
    package_id: packageId,
    delivered_at: at,
  },
});

/** The trial of each line's program. */
async function trials(): Promise<readonly unknown[]> {
  const paths = lines.map(
    ({ line_id }) => `/v1/subscriptions/${deriveId('sub', orderId, line_id)}`,
  );
  const answers = await Promise.all(
    paths.map((path) => service.send('GET', path, undefined, { as: { role: 'admin' } })),
  );
  return answers.map(({ body }) => body);
}

const begun = { status: 'trial', trial_ends_on: '2099-02-17', next_cycle_on: '2099-02-17' };

describe('the receipt of an order that sold programs on trial', () => {
  it('begins their trials when it comes after the release', async () => {
    await service.hear(released());
    await service.hear(delivered('pkg_1', '2099-02-03T15:00:00.000Z'));
    expect(await trials()).toMatchObject([begun, begun]);
  });

  it('begins them as well when it overtakes the release, with the first package, once', async () => {
    // In New York it is still the 3rd.
    await service.hear(delivered('pkg_1', '2099-02-04T04:30:00.000Z'));
    await service.hear(delivered('pkg_2', '2099-02-09T15:00:00.000Z'));
    await service.hear(released());
    expect(await trials()).toMatchObject([begun, begun]);
    await service.hear(orderReleased({ order_id: orderId, lines, release: 2 }));
    await service.hear(delivered('pkg_3', '2099-02-12T15:00:00.000Z'));
    expect(await trials()).toMatchObject([begun, begun]);
  });

  it('of another order begins none', async () => {
    await service.hear({
      type: PACKAGE_DELIVERED.type,
      data: { ...delivered('pkg_1', '2099-02-03T15:00:00.000Z').data, order_id: 'ord_other' },
    });
    await service.hear(released());
    const waits = { pending: { awaiting_receipt: true } };
    expect(await trials()).toMatchObject([waits, waits]);
  });
});

describe('a receipt that no carrier has told', () => {
  const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
  const path = () => `/v1/subscriptions/${deriveId('sub', orderId, 'line_1')}`;
  const confirm = async (body: object, what = 'receipts') => {
    const { etag } = await service.send('GET', path(), undefined, { as: nora });
    return service.send('POST', `${path()}/${what}`, body, { as: nora, etag });
  };
  beforeEach(() => service.hear(released()));

  it('is taken from the customer, previewed before, and kept with who and why', async () => {
    await service.advanceTo('2099-02-10T15:00:00.000Z');
    const shown = await confirm({ received_on: '2099-02-03' }, 'receipts/previews');
    expect(shown.body).toMatchObject({ changes_anything: true, approvals: [] });
    const made = await confirm({ received_on: '2099-02-03', reason: 'caller has the parcel' });
    expect([made.status, made.body]).toMatchObject([200, begun]);
    const { after } = made.body['effect'] as { after: readonly { due_on: string }[] };
    expect(after).toEqual(shown.body['after']);
    expect(after[0]?.due_on).toBe('2099-02-17');
    const history = await service.send('GET', `${path()}/history`, undefined, { as: nora });
    expect((history.body['items'] as readonly object[]).at(-1)).toMatchObject({
      actor: { kind: 'agent', id: 'agt_nora' },
      call_id: 'call_9',
      reason: 'caller has the parcel',
    });
    // What the carrier tells later changes nothing.
    await service.hear(delivered('pkg_1', '2099-02-09T15:00:00.000Z'));
    expect(await trials()).toMatchObject([begun, { trial_ends_on: '2099-02-23' }]);
  });

  it('is undone, until the carrier tells', async () => {
    await service.advanceTo('2099-02-10T15:00:00.000Z');
    const told = { received_on: '2099-02-03', reason: 'caller has the parcel' };
    const first = `changes/${String((await confirm(told)).body['change_id'])}`;
    const shown = await confirm({}, `${first}/undo-previews`);
    expect(shown.body).toMatchObject({ changes_anything: true });
    const undone = await confirm({ reason: 'wrong parcel' }, `${first}/undo`);
    expect([undone.status, undone.body['pending']]).toMatchObject([
      200,
      { awaiting_receipt: true },
    ]);
    const history = await service.send('GET', `${path()}/history`, undefined, { as: nora });
    expect(history.body['items']).toContainEqual(
      expect.objectContaining({
        ...{ change: 'receipt-withdrawn', field: 'received_on', from: '2099-02-03', to: null },
        reason: 'wrong parcel',
      }),
    );
    const again = `changes/${String((await confirm(told)).body['change_id'])}`;
    await service.hear(delivered('pkg_1', '2099-02-09T15:00:00.000Z'));
    for (const what of ['undo-previews', 'undo']) {
      const { status, body } = await confirm({}, `${again}/${what}`);
      expect([status, body.code]).toEqual([409, 'carrier-told-receipt']);
      expect(body['data']).toMatchObject({ received_on: '2099-02-09' });
    }
  });

  it.each([
    ['2099-02-11', 'date-too-late', { latest: '2099-02-10' }],
    ['2099-01-30', 'date-too-early', { earliest: '2099-01-31' }],
  ])('on %s is refused: %s', async (received_on, code, data) => {
    const { body } = await confirm({ received_on, reason: 'caller says so' });
    expect(body).toMatchObject({ code, data });
  });

  it('is refused where the reminder of the charge would come too late, and where none is awaited', async () => {
    await service.advanceTo('2099-02-20T15:00:00.000Z');
    const late = await confirm({ received_on: '2099-02-08', reason: 'caller says so' });
    expect(late.body).toMatchObject({ code: 'date-too-early', data: { earliest: '2099-02-09' } });
    const early = await confirm({ received_on: '2099-02-09', reason: 'caller says so' });
    expect(early.body).toMatchObject({ trial_ends_on: '2099-02-23' });
    // Its reminder is due today: it would come between reading and asking.
    await service.advanceTo('2099-02-20T16:00:00.000Z');
    const again = await confirm({ received_on: '2099-02-09', reason: 'caller says so' });
    expect([again.status, again.body.code]).toEqual([409, 'receipt-not-awaited']);
  });
});
