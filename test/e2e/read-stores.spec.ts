import { join, resolve } from 'node:path';
import { CommissionLinesQuery } from '@continuo/commissions/projections/commission-lines/query';
import { CommissionStatementsQuery } from '@continuo/commissions/projections/commission-statements/query';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { ShipmentRequestsQuery } from '@continuo/fulfilment/projections/shipment-requests/query';
import { ShipmentsByOrderQuery } from '@continuo/fulfilment/projections/shipments-by-order/query';
import { SqliteAccessKeys } from '@continuo/http/sqlite/sqlite-access-keys';
import { CatalogueQuery } from '@continuo/orders/projections/catalogue/query';
import { CustomerProgramsQuery } from '@continuo/orders/projections/customer-programs/query';
import { ChangesQuery } from '@continuo/orders/projections/changes/query';
import type { CustomerSearchTables } from '@continuo/orders/projections/customer-search/projection';
import { CustomerSearchQuery } from '@continuo/orders/projections/customer-search/query';
import { PaymentLinksQuery } from '@continuo/orders/projections/payment-links/query';
import { OrderListQuery } from '@continuo/orders/projections/order-list/query';
import { ClaimsQuery } from '@continuo/payments/projections/ledger/claims.query';
import { LedgerQuery } from '@continuo/payments/projections/ledger/query';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { compareProjection } from '@continuo/read-store/postgres/compare-projection';
import { PostgresReadStore } from '@continuo/read-store/postgres/postgres-read-store';
import type { ReadStore } from '@continuo/read-store/read-store';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { ApprovalRequestsQuery } from '@continuo/subscriptions/projections/approval-requests/query';
import { PlanListQuery } from '@continuo/subscriptions/projections/plan-list/query';
import { SubscriptionListQuery } from '@continuo/subscriptions/projections/subscription-list/query';
import { UpcomingCyclesQuery } from '@continuo/subscriptions/projections/upcoming-cycles/query';
import { describeWithPostgres } from '@continuo/testing/postgres';
import type { Postgres } from '@continuo/postgres/postgres';
import { aggregates, projections } from '../../apps/platform/src/definitions';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { ORDER } from '../engines/load';
import { continuo } from './command-line';
import { payByLink } from './pay-by-link';
import { Seller } from './seller';
import { ServerProcess } from './server';

const MINUTES = 60_000;
const DEFINITIONS = resolve(__dirname, '../../apps/platform/src/definitions');

type Tables = Record<string, Record<string, string | number | null>>;
type Rows = Record<string, Tables[string][]>;

/** All rows of all read models, each table in the order of its key. */
async function allRows(store: ReadStore): Promise<Rows> {
  const rows: Rows = {};
  for (const { tables } of projections) {
    for (const [table, { key }] of Object.entries(tables)) {
      let query = store.query<Tables>().selectFrom(table).selectAll();
      for (const column of key) query = query.orderBy(column as never);
      rows[table] = await query.execute();
    }
  }
  return rows;
}

/** Every query of the five services, with and without each of its filters, asked with what is there. */
async function allAnswers(store: ReadStore, rows: Rows): Promise<Record<string, unknown>> {
  const answers: Record<string, unknown> = {};
  const ask = async (name: string, query: Promise<unknown>) => (answers[name] = await query);
  const value = (table: string, column: string) =>
    rows[table]!.map((row) => row[column]).find((cell) => cell !== null && cell !== '') as never;
  const maxCount = 3;

  const orders = new OrderListQuery(store);
  const filters = {
    customerId: value('order_list_orders', 'customer_id'),
    callId: value('order_list_orders', 'call_id'),
    status: 'released',
    reference: '536365',
    callCentreId: value('order_list_orders', 'call_centre_id') as string | null,
  };
  for (const filter of [{}, ...Object.entries(filters).map(([name, given]) => ({ [name]: given }))])
    await ask(
      `orders ${Object.keys(filter).join()}`,
      orders.newest({ callCentreId: null, ...filter }, { count: maxCount }),
    );
  for (const status of [
    'draft',
    'placed',
    'held',
    'shipped',
    'part-shipped',
    'delivered',
    'cancelled',
  ])
    await ask(`orders ${status}`, orders.newest({ callCentreId: null, status }, { count: 9 }));
  await ask('orders before', orders.newest(filters, { before: 99_999, count: maxCount }));
  await ask('balances', orders.balances(filters.customerId, null));
  await ask('balances of a centre', orders.balances(filters.customerId, filters.callCentreId));

  const catalogue = new CatalogueQuery(store);
  for (const kind of new Set(rows['catalogue_entries']!.map((row) => row['kind'] as never))) {
    const [first] = await catalogue.ids(kind, { after: undefined, count: 1 });
    await ask(`catalogue ${kind}`, catalogue.ids(kind, { after: undefined, count: 50 }));
    await ask(`catalogue ${kind} on`, catalogue.ids(kind, { after: first?.id, count: 50 }));
    const centre = value('catalogue_campaign_centres', 'call_centre_id');
    await ask(`catalogue ${kind} of`, catalogue.ids(kind, { after: '', count: 5 }, centre));
    await ask('dnis', catalogue.dnis(null));
    await ask('dnis of a centre', catalogue.dnis(centre));
  }
  const search = new CustomerSearchQuery(store);
  const { kind, token } = rows[
    'customer_search_tokens'
  ]![0] as unknown as CustomerSearchTables['customer_search_tokens'];
  await ask('search', search.matching(new Map([[kind, token]])));
  const links = new PaymentLinksQuery(store);
  const link = {
    orderId: value('payment_links_links', 'order_id') as string,
    customerId: value('payment_links_links', 'customer_id') as string,
    status: value('payment_links_links', 'status') as string,
    callCentreId: value('payment_links_links', 'call_centre_id') as string | null,
  };
  await ask('payment links', links.newest({ callCentreId: null }, { count: maxCount }));
  await ask('payment links of', links.newest(link, { before: 99_999, count: maxCount }));
  const programs = new CustomerProgramsQuery(store);
  await ask('programs', programs.of(value('customer_programs_programs', 'customer_id')));

  const changes = new ChangesQuery(store);
  const [changed] = rows['subscriptions_changes']!;
  const asked = {
    customerId: value('subscriptions_changes_streams', 'customer_id'),
    orderId: value('orders_changes_streams', 'order_id'),
    stream: changed!['stream'] as never,
    actorId: changed!['actor_id'] as never,
    callId: changed!['call_id'] as never,
    change: changed!['change'] as never,
    field: changed!['field'] as never,
    from: changed!['recorded_at'] as never,
    until: changed!['recorded_at'] as never,
    callCentreId: changed!['call_centre_id'] as never,
    after: [changed!['position'], changed!['line']] as never,
  };
  for (const [name, given] of [['all', null], ...Object.entries(asked)] as const) {
    const filter = { callCentreId: null, maxCount, ...(given !== null && { [name]: given }) };
    await ask(
      `changes ${name}`,
      changes.list(filter).then(({ rows: found }) => found),
    );
  }

  const ledger = new LedgerQuery(store);
  await ask('ledger', ledger.balances());
  const asOf = value('ledger_postings', 'posted_at');
  await ask('ledger as of', ledger.balances({ asOf }));
  await ask('ledger up to', ledger.balances({ asOf, position: 99_999 }));
  const claims = new ClaimsQuery(store);
  await ask('claims', claims.open({ maxCount }));
  await ask('claims as of', claims.open({ asOf, maxCount }));
  await ask('postings', ledger.postings({ maxCount }));
  const paymentId = value('ledger_postings', 'payment_id');
  const [one] = rows['ledger_postings']!;
  const after = { position: Number(one!['position']), number: Number(one!['number']) };
  await ask('postings on', ledger.postings({ paymentId, after, maxCount }));

  const plans = new PlanListQuery(store);
  await ask('plans', plans.list(undefined, maxCount));
  await ask('plans on', plans.list('a', maxCount));
  const subscriptions = new SubscriptionListQuery(store);
  const customerId = value('subscription_list', 'customer_id');
  const callCentreId = value('subscription_list', 'call_centre_id');
  await ask('subscriptions', subscriptions.list({ maxCount }));
  await ask(
    'subscriptions filtered',
    subscriptions.list({
      customerId,
      callCentreId,
      status: value('subscription_list', 'status'),
      before: 99_999,
      maxCount,
    }),
  );
  const waiting = new ApprovalRequestsQuery(store);
  await ask('approval requests', waiting.list({ maxCount }));
  await ask('approval requests filtered', waiting.list({ callCentreId, after: 0, maxCount }));
  const upcoming = new UpcomingCyclesQuery(store);
  await ask('upcoming', upcoming.list({ maxCount }));
  await ask(
    'upcoming filtered',
    upcoming.list({
      from: '2020-01-01',
      until: '2999-01-01',
      sku: value('upcoming_cycles', 'sku'),
      callCentreId: value('upcoming_cycles', 'call_centre_id'),
      after: ['2020-01-01', 'sub'],
      maxCount,
    }),
  );

  const requests = new ShipmentRequestsQuery(store);
  await ask('requests', requests.list({ maxCount }));
  const vendorId = value('shipment_requests', 'vendor_id');
  const status = value('shipment_requests', 'status');
  await ask('requests of', requests.list({ vendorId, status, after: 1, maxCount }));
  const orderId = value('shipments_by_order', 'order_id');
  await ask('shipments', new ShipmentsByOrderQuery(store).list({ orderId, maxCount }));

  const agentId = value('commission_lines', 'agent_id');
  const period = value('commission_lines', 'period');
  const centre = value('commission_lines', 'call_centre_id');
  const lines = new CommissionLinesQuery(store);
  await ask('lines', lines.ofStatement({ agentId, period, maxCount }));
  await ask('lines of', lines.ofStatement({ agentId, period, callCentreId: centre, maxCount }));
  await ask('line', lines.find(value('commission_lines', 'line_id')));
  const statements = new CommissionStatementsQuery(store);
  await ask('totals', statements.totals({ agentId, period }));
  await ask('totals of', statements.totals({ agentId, period, callCentreId: centre }));
  return answers;
}

/**
 * The walk ends with nothing open: this leaves a program, a request that waits for a supervisor, a roll-out of its prices, a dispute,
 * and an order whose gateway never answers.
 */
async function leaveOpen(seller: Seller, agent: Seller): Promise<void> {
  const { body: order } = await seller.post('/v1/orders', { ...ORDER, call_id: 'call-open' });
  const program = await seller.program(order.order_id);
  const addOn = { kind: 'add-on', sku: 'BERRIES-30', quantity: 1 };
  await seller.change(program, 'changes', { changes: [addOn], reason: 'a taste of berries' });
  const price = { kind: 'price', unit_price_minor: 1000 };
  await agent.change(program, 'changes', { changes: [price], request_approval: true });
  await seller.ship(order.order_id);
  const payments = `/v1/payments?order_id=${order.order_id}`;
  const { items: paid } = await seller.until(payments, ({ items }) => items.length === 1);
  const history = `/v1/payments/${paid[0].payment_id}/history`;
  const isCapture = ({ type }: { type: string }) => type === 'payment.captured.v1';
  const { items } = await seller.until(history, ({ items }) => items.some(isCapture));
  const { reference: charge } = items.find(isCapture).data;
  const { captured_minor } = await seller.get(`/v1/payments/${paid[0].payment_id}`);
  await seller.post('/v1/disputes', {
    reference: 'dp_open',
    payment_id: paid[0].payment_id,
    charge,
    amount_minor: captured_minor,
    currency: 'USD',
    network: 'visa',
    reason: '13.1',
    descriptor: 'JUICER 800-555',
    evidence_due_at: '2028-01-01T00:00:00Z',
  });

  const plan = `/v1/plans/${DEMO.plan}`;
  const { name, intervals, default_interval, products, tax_category, shipping_minor } =
    await seller.get(plan);
  const terms = { name, intervals, default_interval, products, tax_category };
  await seller.change(plan, 'versions', {
    ...terms,
    shipping_minor: { USD: shipping_minor.USD + 100 },
  });
  await seller.post('/v1/price-rollouts', {
    rollout_id: 'rol_open',
    plan_id: DEMO.plan,
    to_version: 2,
    from_on: '2028-01-01',
    notice_days: 30,
    cohorts: [{ name: 'all' }],
  });

  const unreachable = { ...ORDER, call_id: 'call-work', payment: { token: 'pm_sim_unreachable' } };
  await seller.post('/v1/orders', unreachable);
  await seller.post('/v1/test-clock/advance', { by: 'P8D' });
  await seller.client.send({ method: 'POST', path: '/v1/webhooks/simulator/simulator', body: {} });
  const isAttempt = ({ kind }: { kind: string }) => kind === 'attempt';
  await seller.until('/v1/payments/work-list', ({ items }) => items.some(isAttempt));
}

function agentKey(dataDir: string): string {
  const keys = SqliteAccessKeys.open(join(dataDir, 'access.db'));
  const { agents, callCentres } = DEMO;
  const scope = { agentId: agents.nora, callCentreId: callCentres.northline };
  const { secret } = keys.create({ role: 'agent', name: 'Nora', ...scope });
  keys.close();
  return secret;
}

describeWithPostgres('the read models of the walk of an order', (server) => {
  let demo: ServerProcess;
  let record: SqliteEventStore;
  let postgres: Postgres;
  let leases: PostgresLeases;
  let inSqlite: SqliteReadStore;
  let inPostgres: PostgresReadStore;

  beforeAll(async () => {
    demo = await ServerProcess.start();
    const walked = await continuo(['demo', '--json', '--data-dir', demo.dataDir]);
    expect(walked.code).toBe(0);
    await payByLink(demo.client('link'));
    const agent = demo.client('an agent', agentKey(demo.dataDir));
    await leaveOpen(new Seller(demo.client('what is open')), new Seller(agent));
    await demo.end('SIGTERM');
    const recordFile = join(demo.dataDir, 'record.db');
    const readFile = join(demo.dataDir, 'read.db');
    record = await SqliteEventStore.open({ file: recordFile });
    inSqlite = await SqliteReadStore.open({ recordFile, readFile, definitionsModule: DEFINITIONS });
    postgres = await server.open();
    leases = new PostgresLeases(postgres);
    inPostgres = await PostgresReadStore.open({
      postgres,
      source: record,
      projections,
      aggregates,
      leases,
    });
    const head = await record.head();
    for (const { name } of projections)
      await Promise.all([inSqlite, inPostgres].map((store) => store.caughtUp(name, head)));
  }, 3 * MINUTES);
  afterAll(async () => {
    await demo?.remove();
    await Promise.all([inSqlite?.close(), inPostgres?.close()]);
    await leases?.close();
    await postgres?.close();
    await record?.close();
  });

  it('are the same in PostgreSQL as in SQLite, row by row', async () => {
    const [ours, theirs] = [await allRows(inPostgres), await allRows(inSqlite)];
    expect(ours).toEqual(theirs);
    expect(Object.keys(theirs).filter((table) => theirs[table]!.length === 0)).toEqual([]);
  });

  it('answer every query of the five services alike', async () => {
    const rows = await allRows(inSqlite);
    const expected = await allAnswers(inSqlite, rows);
    expect(await allAnswers(inPostgres, rows)).toEqual(expected);
  });

  it('are what a replay gives', async () => {
    for (const projection of projections)
      expect(
        await compareProjection({ postgres, source: record, projection, aggregates }),
      ).toMatchObject({ projection: projection.name, differenceCount: 0 });
  });
});
