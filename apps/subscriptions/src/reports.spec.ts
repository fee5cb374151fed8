import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NO_STREAM } from '@continuo/event-store/event-store';
import { SqliteEventStore } from '@continuo/event-store/sqlite/sqlite-event-store';
import { PostgresLeases } from '@continuo/postgres/postgres-leases';
import { PostgresReadStore } from '@continuo/read-store/postgres/postgres-read-store';
import type { ReadStore } from '@continuo/read-store/read-store';
import { SqliteReadStore } from '@continuo/read-store/sqlite/sqlite-read-store';
import { KeptReadModels } from '@continuo/testing/kept-read-models.fixture';
import { describeWithPostgres } from '@continuo/testing/postgres';
import { aggregates } from './definitions';
import type { CohortFilter } from './projections/program-lives/cohort';
import { perEach } from './projections/program-lives/curve';
import { FailedPaymentsQuery } from './projections/program-lives/failed-payments.query';
import { LifetimeValueQuery } from './projections/program-lives/lifetime-value.query';
import { programLivesProjection } from './projections/program-lives/projection';
import { ReasonsQuery } from './projections/program-lives/reasons.query';
import type { Reported } from './projections/program-lives/reported';
import { RetentionQuery } from './projections/program-lives/retention.query';
import { SavesQuery } from './projections/program-lives/saves.query';
import { SurvivalQuery } from './projections/program-lives/survival.query';
import { stockForecastProjection } from './projections/stock-forecast/projection';
import { StockForecastQuery } from './projections/stock-forecast/query';
import { eventsOfLife, type Life, livesFrom } from './testing/lives.fixture';
import {
  deliveriesOf,
  hasChange,
  naiveFailedPayments,
  naiveForecast,
  naiveReasons,
  naiveRetention,
  naiveSaves,
  naiveValue,
  startOf,
  valueOf,
} from './testing/naive-reports.fixture';

const PROJECTIONS = [programLivesProjection, stockForecastProjection];

interface Stores {
  readonly record: SqliteEventStore;
  readonly readStore: ReadStore;
  close(): Promise<void>;
}

async function appendTo(record: SqliteEventStore, life: Life): Promise<void> {
  const stream = `subscription-${life.id}`;
  await record.append({ stream, expectedRevision: NO_STREAM, events: eventsOfLife(life) });
}

function allReports(
  readStore: ReadStore,
  filter: CohortFilter = {},
  until = '2027-06-30',
): Promise<readonly Reported<object>[]> {
  return Promise.all([
    new RetentionQuery(readStore).report(filter, ['month'], 12),
    new LifetimeValueQuery(readStore).report(filter, ['month']),
    new SurvivalQuery(readStore).report(filter, 3, 3),
    new SavesQuery(readStore).report(filter, 30, '2026-11-22'),
    new ReasonsQuery(readStore).report(filter, ['month']),
    new FailedPaymentsQuery(readStore).report(filter),
    new StockForecastQuery(readStore).report({ from: '1999-01-01', until }),
  ]);
}

/** The reports over these lives, against a count of each program by hand. */
function reportSpecs(open: (folder: string, record: SqliteEventStore) => Promise<ReadStore>): void {
  const lives = livesFrom(7, 150);
  let stores: Stores;
  let readStore: ReadStore;
  let head: number;

  beforeAll(async () => {
    const folder = await mkdtemp(join(tmpdir(), 'continuo-reports-'));
    const record = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    readStore = await open(folder, record);
    stores = {
      record,
      readStore,
      close: async () => {
        await readStore.close();
        await record.close();
        await rm(folder, { recursive: true });
      },
    };
    for (const life of lives) await appendTo(record, life);
    head = await record.head();
    for (const { name } of PROJECTIONS) await readStore.caughtUp(name, head);
  }, 60_000);
  afterAll(() => stores.close());

  const keyed = <Row>(rows: readonly Row[], keyOf: (row: Row) => string) =>
    new Map(rows.map((row) => [keyOf(row), row]));
  const cohorts = (keyOf: (life: Life) => string) => {
    const groups = new Map<string, Life[]>();
    for (const life of lives) groups.set(keyOf(life), [...(groups.get(keyOf(life)) ?? []), life]);
    return groups;
  };
  const of = (life: Life) => startOf(life).data;

  it('has lives in which everything happened', () => {
    const types = new Set(lives.flatMap((life) => eventsOfLife(life).map(({ type }) => type)));
    for (const name of [
      ...['interval-changed', 'price-overridden', 'cycle-skipped', 'paused', 'cancelled'],
      ...['change-undone', 'save-offers-shown', 'cancellation-withdrawn', 'won-back', 'expired'],
      ...['cycle-failed', 'cycle-declined', 'cycle-voided', 'reinstated', 'cycle-sent-now'],
      ...['product-added', 'add-on-taken', 'cancellation-scheduled', 'calendar-restored'],
    ])
      expect([name, types.has(`subscription.${name}.v1`)]).toEqual([name, true]);
  });

  it('retention is that of each cohort, cycle by cycle', async () => {
    const { items, position } = await new RetentionQuery(readStore).report(
      {},
      ['month', 'campaign', 'plan', 'agent', 'call-centre'],
      8,
    );
    expect(position).toBe(head);
    const groups = cohorts((life) => {
      const { startedOn, sale, plan } = of(life);
      const { campaignId, agentId, callCentreId } = sale;
      return JSON.stringify([
        startedOn.slice(0, 7),
        campaignId,
        plan.planId,
        agentId,
        callCentreId,
      ]);
    });
    expect(items).toHaveLength(groups.size * 8);
    for (const { survival_rate, cycle, ...row } of items) {
      const { start_month, campaign_id, plan_id, agent_id, call_centre_id, ...counted } = row;
      const key = JSON.stringify([start_month, campaign_id, plan_id, agent_id, call_centre_id]);
      const group = groups.get(key) ?? [];
      if (cycle > 1) expect({ cycle, ...counted }).toEqual(naiveRetention(group, cycle));
      else expect(counted.charged).toBe(group.length);
      const rates = Array.from({ length: cycle - 1 }, (_, index) => {
        const { charged, cancelled, held } = naiveRetention(group, index + 2);
        return charged / (charged + cancelled + held);
      });
      const product = rates.reduce((a, b) => a * b, 1);
      expect(survival_rate).toBe(Number.isNaN(product) ? null : product.toFixed(4));
    }
  });

  it('filters by month, campaign, plan, agent and call centre', async () => {
    const { items } = await new RetentionQuery(readStore).report(
      {
        from: '2026-02',
        until: '2026-04',
        campaignId: 'cmp_1',
        planId: 'plan_greens',
        callCentreId: 'cc_north',
        agentId: 'agt_1',
      },
      [],
      2,
    );
    const chosen = lives.filter((life) => {
      const { startedOn, sale, plan } = of(life);
      return (
        startedOn >= '2026-02-01' &&
        startedOn <= '2026-04-30' &&
        sale.campaignId === 'cmp_1' &&
        plan.planId === 'plan_greens' &&
        sale.callCentreId === 'cc_north' &&
        sale.agentId === 'agt_1'
      );
    });
    expect(chosen.length).toBeGreaterThan(0);
    expect(items[1]).toMatchObject(naiveRetention(chosen, 2));
  });

  it('lifetime value is what each cohort was charged, never across currencies', async () => {
    const { items } = await new LifetimeValueQuery(readStore).report({}, ['campaign']);
    const groups = cohorts((life) => `${of(life).sale.campaignId} ${of(life).currency}`);
    const rows = keyed(items, (row) => `${row.campaign_id} ${row.currency}`);
    expect([...rows.keys()].sort()).toEqual([...groups.keys()].sort());
    for (const [key, group] of groups) expect(rows.get(key)).toMatchObject(naiveValue(group));
  });

  it('survival compares programs with and without a change among those that lived as long', async () => {
    const { items } = await new SurvivalQuery(readStore).report({}, 2, 2);
    for (const row of items) {
      const group = lives.filter(
        (life) =>
          of(life).currency === row.currency &&
          hasChange(life, row.change, 2) === (row.made === 'with'),
      );
      const lived = group.filter((life) => deliveriesOf(life) >= 3);
      const charged = lived.reduce((sum, life) => sum + valueOf(life), 0);
      expect(row).toMatchObject({
        programs: group.length,
        lived_through: lived.length,
        kept: lived.filter((life) => deliveriesOf(life) >= 5).length,
        charged_minor: charged,
        charged_per_program_minor: perEach(charged, lived.length),
      });
      const stopped = (status: string) =>
        lived.filter((life) => deliveriesOf(life) < 5 && life.state.status === status).length;
      expect([row.cancelled, row.held]).toEqual([stopped('cancelled'), stopped('held')]);
    }
    expect(
      items.filter(({ made, programs }) => made === 'with' && programs > 0).length,
    ).toBeGreaterThan(8);
  });

  it.each([1, 20, 400])('saves that hold and cancel within %d days, by agent', async (days) => {
    const today = '2026-11-22';
    const { items } = await new SavesQuery(readStore).report({}, days, today);
    const rows = naiveSaves(lives, days, today);
    expect(items).toHaveLength(rows.size);
    for (const row of items) {
      const counted = rows.get(`${row.call_centre_id} ${row.saved_by}`) ?? {};
      const zero = {
        offers_shown: 0,
        saves: 0,
        withdrawals: 0,
        held: 0,
        cancelled: 0,
        too_early: 0,
      };
      expect(row).toMatchObject({ ...zero, ...counted });
    }
  });

  it('reasons for leaving', async () => {
    const { items } = await new ReasonsQuery(readStore).report({}, []);
    const rows = naiveReasons(lives);
    expect(items).toHaveLength(rows.size);
    for (const row of items) {
      const { deliveries = 0, ...counted } = rows.get(row.reason_code) ?? {};
      expect(row).toMatchObject({ in_trial: 0, past_due: 0, came_back: 0, ...counted });
      expect(row.cycles_per_program).toBe((deliveries / row.cancellations).toFixed(2));
    }
  });

  it('failed payments recovered, given up and still tried', async () => {
    const { items } = await new FailedPaymentsQuery(readStore).report({});
    const rows = naiveFailedPayments(lives);
    expect(items).toHaveLength(rows.size);
    for (const row of items) {
      const key = [row.month, row.decline, row.decline_code, row.currency].join(' ');
      const zero = { recovered: 0, failed: 0, void: 0, open: 0 };
      const none = { recovered_minor: 0, failed_minor: 0, open_minor: 0 };
      expect(row).toMatchObject({ ...zero, ...none, ...rows.get(key) });
    }
  });

  it('the stock forecast is the schedule of every program', async () => {
    const [from, until] = ['2026-05-01', '2027-04-30'];
    const { items } = await new StockForecastQuery(readStore).report({ from, until });
    const days = naiveForecast(lives, from, until);
    const rows = keyed(items, (row) => `${row.ship_on} ${row.sku}`);
    expect(days.size).toBeGreaterThan(100);
    expect([...rows.keys()].sort()).toEqual([...days.keys()].sort());
    for (const [key, day] of days) expect({ key, ...rows.get(key) }).toMatchObject({ key, ...day });
  });

  it('the stock forecast of one product and one call centre', async () => {
    const filter = { from: '2026-05-01', until: '2026-12-31' };
    const { items } = await new StockForecastQuery(readStore).report({
      ...filter,
      sku: 'BERRIES-30',
      callCentreId: 'cc_north',
    });
    const north = lives.filter((life) => of(life).sale.callCentreId === 'cc_north');
    const days = [...naiveForecast(north, filter.from, filter.until)].filter(([key]) =>
      key.endsWith('BERRIES-30'),
    );
    expect(items.map(({ ship_on, sku, units }) => [`${ship_on} ${sku}`, units]).sort()).toEqual(
      days.map(([key, { units }]) => [key, units]).sort(),
    );
  });

  it('of nothing are empty', async () => {
    const reports = await allReports(readStore, { campaignId: 'cmp_none' }, '1999-12-31');
    for (const { items, position } of reports) expect([items, position]).toEqual([[], head]);
  });
}

describe('reports in SQLite', () => {
  const openIn = (folder: string) =>
    SqliteReadStore.open({
      recordFile: join(folder, 'record.db'),
      readFile: join(folder, 'read.db'),
      definitionsModule: join(__dirname, 'definitions'),
    });
  reportSpecs(openIn);

  it('need no record: their read models alone answer', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'continuo-reports-'));
    const record = await SqliteEventStore.open({ file: join(folder, 'record.db') });
    const readStore = await openIn(folder);
    for (const life of livesFrom(4, 10)) await appendTo(record, life);
    const head = await record.head();
    for (const { name } of PROJECTIONS) await readStore.caughtUp(name, head);
    const before = await allReports(readStore);
    await readStore.close();
    await record.close();
    for (const file of await readdir(folder))
      if (file.startsWith('record')) await rm(join(folder, file));
    const kept = new KeptReadModels(join(folder, 'read.db'));
    expect(await allReports(kept)).toEqual(before);
    expect(before.map(({ items, position }) => [items.length > 0, position])).toEqual(
      before.map(() => [true, head]),
    );
    await kept.close();
    await rm(folder, { recursive: true });
  });
});

describeWithPostgres('reports in PostgreSQL', (server) => {
  const ended: (() => Promise<void>)[] = [];
  afterAll(async () => {
    for (const end of ended) await end();
  });
  reportSpecs(async (_, record) => {
    const postgres = await server.open();
    const leases = new PostgresLeases(postgres, { tryEveryMs: 100 });
    ended.push(
      () => leases.close(),
      () => postgres.close(),
    );
    return PostgresReadStore.open({
      postgres,
      source: record,
      projections: PROJECTIONS,
      aggregates,
      leases,
    });
  });
});
