import { addMs } from '@continuo/kernel/instant';
import { webhookForged, webhookStale } from '../adapters/webhook-signature';
import type { FinanceAlertEvent } from '../domain/finance-alert/decider';
import { financeAlertsProjection } from '../projections/finance-alerts/projection';
import { PaymentsProcess } from '../testing/payments-process';
import { Simulated } from '../testing/simulated.fixture';
import { RefusedWebhooks } from './refused-webhooks';

const DAY = 24 * 3_600_000;

let simulated: Simulated;
let process: PaymentsProcess;
let refused: RefusedWebhooks;
let from = 0;

beforeAll(async () => (simulated = await Simulated.open()));
afterAll(() => simulated.close());
beforeEach(async () => {
  const before = process;
  process = new PaymentsProcess(simulated.store, simulated.simulator);
  // Each example has a day of its own.
  process.now = addMs(before?.now ?? process.now, DAY);
  start();
  from = await simulated.store.head();
});

/** As after a start of the process. */
function start(): void {
  refused = new RefusedWebhooks(process.alerts, process.clock);
}

async function refuse(times: number, account = 'stripe', refusal = webhookForged()): Promise<void> {
  for (let each = 0; each < times; each += 1) await refused.note(account, refusal);
}

async function told() {
  const { events } = await simulated.store.readAll({ after: from, maxCount: 1_000 });
  return events as unknown as FinanceAlertEvent[];
}
const counts = async () =>
  (await told()).map(({ type, data }) => [
    type.slice('finance-alert.'.length, -'.v1'.length),
    data.code,
    ...('times' in data ? [data.times] : []),
  ]);

describe('webhooks that are refused', () => {
  it('are told to finance: the first of a day, the tenth, the hundredth', async () => {
    await refuse(250);
    expect(await counts()).toEqual([
      ['raised', 'webhook-signature-invalid'],
      ['recurred', 'webhook-signature-invalid', 10],
      ['recurred', 'webhook-signature-invalid', 100],
    ]);
    const [raised] = await told();
    expect(raised?.data).toMatchObject({
      detail: expect.stringContaining('account stripe was refused. None of the signing secrets'),
      paymentId: null,
      amountMinor: null,
    });
  });

  it('are counted as one alert, however many come at once', async () => {
    await Promise.all(Array.from({ length: 30 }, () => refused.note('stripe', webhookForged())));
    expect(await counts()).toEqual([
      ['raised', 'webhook-signature-invalid'],
      ['recurred', 'webhook-signature-invalid', 10],
    ]);
  });

  it('are alerts of their own by account, cause and day', async () => {
    await refuse(2);
    await refuse(2, 'stripe-live');
    await refuse(2, 'stripe', webhookStale());
    process.now = addMs(process.now, DAY);
    await refuse(2);
    expect((await counts()).map(([type]) => type)).toEqual(Array(4).fill('raised'));
    expect(new Set((await told()).map(({ data }) => data.alertId)).size).toBe(4);
  });

  it('are counted on after a start', async () => {
    await refuse(12);
    start();
    await refuse(89);
    expect((await counts()).at(-1)).toEqual(['recurred', 'webhook-signature-invalid', 10]);
    await refuse(1);
    expect((await counts()).at(-1)).toEqual(['recurred', 'webhook-signature-invalid', 100]);
  });

  it('stay refused where that cannot be told', async () => {
    const { alerts, clock } = process;
    const failing = Object.assign(Object.create(alerts) as typeof alerts, {
      count: () => Promise.reject(new Error('the disk is full')),
    });
    const untold = new RefusedWebhooks(failing, clock);
    await expect(untold.note('stripe', webhookForged())).resolves.toBeUndefined();
    expect(await told()).toEqual([]);
  });

  it('are shown as one line that says how often and when last', async () => {
    await refuse(1);
    process.now = addMs(process.now, 60_000);
    await refuse(9);
    const { events } = await simulated.store.readAll({ after: from, maxCount: 10 });
    const changes = events.flatMap((event) => financeAlertsProjection.evolve(event));
    const last_at = process.now;
    expect(changes).toMatchObject([
      { op: 'put', row: { code: 'webhook-signature-invalid', times: 1 } },
      { op: 'set', set: { times: 10, last_at } },
    ]);
  });
});
