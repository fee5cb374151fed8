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
