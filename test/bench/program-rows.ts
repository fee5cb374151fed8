import type { Row } from '@continuo/read-store/projection';
import type {
  ExceptionRow,
  ForecastRow,
} from '@continuo/subscriptions/projections/stock-forecast/tables';
import type {
  ChangeRow,
  CycleRow,
  LifeRow,
} from '@continuo/subscriptions/projections/program-lives/tables';

/** Events that a program of {@link programRows} has in the record: its start, three cycles of two events, a change. */
export const ROWS_EVENTS = 8;

const CYCLES = 3;
const KINDS = [
  'interval',
  'price',
  'product',
  'skip',
  'pause',
  'cancel',
  'save-offers',
  'quantity',
];

/** What the events of the n-th program leave in the read models. */
export function programRows(n: number): readonly (readonly [table: string, row: Row])[] {
  const id = `sub_${String(n * 7_919).padStart(12, '0')}`;
  const month = 1 + (n % 12);
  const kind = KINDS[n % KINDS.length] ?? 'skip';
  const cancelled = kind === 'cancel';
  const life: LifeRow = {
    subscription_id: id,
    start_month: `2026-${String(month).padStart(2, '0')}`,
    campaign_id: `cmp_${n % 20}`,
    plan_id: `plan_${n % 5}`,
    agent_id: `agt_${n % 200}`,
    call_centre_id: `cc_${n % 10}`,
    currency: n % 9 === 0 ? 'EUR' : 'USD',
    status: cancelled ? 'cancelled' : 'active',
  };
  const cycles = Array.from({ length: CYCLES }, (_, index): CycleRow => {
    const declined = (n + index) % 12 === 0;
    return {
      subscription_id: id,
      cycle: index + 2,
      due_month: '2026-06',
      due_day: 20_600 + index * 30,
      locked_revision: 1 + index * 2,
      status: declined && n % 2 === 0 ? 'failed' : 'shipped',
      due_minor: 4_595,
      paid_minor: 4_820,
      paid_day: 20_600 + index * 30,
      shipped_minor: 4_820,
      declines: declined ? 1 : null,
      decline: declined ? 'soft' : null,
      decline_code: declined ? 'insufficient_funds' : null,
    };
  });
  const change: ChangeRow = {
    subscription_id: id,
    change_id: `change-${n}`,
    revision: 2 + (n % 6),
    kind,
    detail: 'too-much-product',
    taken: kind === 'save-offers' ? n % 3 : null,
    from_status: cancelled ? 'active' : null,
    month: '2026-08',
    day: 20_680,
    actor_kind: 'agent',
    actor_id: `agt_${n % 200}`,
    call_centre_id: `cc_${n % 10}`,
    undone_by: null,
    compensates: null,
  };
  const forecast: ForecastRow = {
    subscription_id: id,
    call_centre_id: `cc_${n % 10}`,
    sku: `SKU-${n % 40}`,
    quantity: 1 + (n % 2),
    components: null,
    status: cancelled ? 'cancelled' : 'active',
    paused_until: null,
    next_cycle_on: cancelled ? null : `2027-01-${String(1 + (n % 28)).padStart(2, '0')}`,
    interval: 'P1M',
    anchor_cycle: 1,
    anchor_on: `2026-${String(1 + (n % 9)).padStart(2, '0')}-${String(1 + (n % 28)).padStart(2, '0')}`,
    next_cycle: 5,
    locked: CYCLES,
    total_cycles: null,
    last_cycle: null,
    last_delivery: null,
    shipping_rule: null,
  };
  const skip: ExceptionRow = {
    subscription_id: id,
    cycle: 6,
    on: `2027-02-${String(1 + (n % 28)).padStart(2, '0')}`,
    skipped: 1,
  };
  return [
    ['program_lives', { ...life }],
    ...cycles.map((cycle) => ['program_lives_cycles', { ...cycle }] as const),
    ['program_lives_changes', { ...change }],
    ['stock_forecast', { ...forecast }],
    ...(kind === 'skip' ? [['stock_forecast_exceptions', { ...skip }] as const] : []),
  ];
}

const STORED = JSON.stringify({
  customerId: 'cus_000000000000',
  cycle: 3,
  dueOn: '2026-08-01',
  orderId: 'ord_000000000000000000',
  planId: 'plan_1',
  currency: 'USD',
  zone: 'America/New_York',
  sku: 'GREENS-30',
  name: 'Greens',
  quantity: 1,
  unitPriceMinor: 4_000,
  shippingMinor: 595,
  taxCategory: 'food',
  payment: { token: 'pm_first', networkTransactionId: 'ntx_1' },
  sale: { campaignId: 'cmp_1', callId: 'call_1', agentId: 'agt_1', callCentreId: 'cc_1' },
  nextCycleOn: '2026-09-01',
  metadata: { actor: { kind: 'system', id: 'renewal' }, recordedAt: '2026-08-01T04:00:00.000Z' },
});

/** As many texts as the program has events. */
export function* storedEvents(program: number): Iterable<string> {
  for (let event = 0; event < ROWS_EVENTS; event += 1) yield `[${program},${STORED}]`;
}
