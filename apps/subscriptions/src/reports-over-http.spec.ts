import { NO_STREAM } from '@continuo/event-store/event-store';
import { newEvents } from '@continuo/testing/examples';
import { parse } from 'csv-parse/sync';
import { ask, eventsOf, starting } from './domain/subscription/examples';
import { openAt } from './service.fixture';
import { eventsOfLife, livesFrom } from './testing/lives.fixture';
import { startOf } from './testing/naive-reports.fixture';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

type Item = Readonly<Record<string, string | number | null>>;

const FINANCE = { role: 'finance' } as const;
const NORTH = { role: 'call-centre', callCentreId: 'cc_north' } as const;
const FORMULA = '=HYPERLINK("http://x")';
const lives = livesFrom(3, 60);

/** Path of each report, with all its dimensions, and the schema that documents its rows. */
const BY = 'by=month&by=campaign&by=plan&by=agent&by=call-centre';
const REPORTS: readonly (readonly [path: string, schema: string])[] = [
  [`retention?${BY}&cycles=4`, 'RetentionRowView'],
  ['survival?cycles=2&further=2', 'SurvivalRowView'],
  [`lifetime-value?${BY}`, 'LifetimeValueRowView'],
  ['saves?days=30', 'SavesRowView'],
  [`reasons-for-leaving?${BY}`, 'ReasonRowView'],
  ['failed-payments', 'FailedPaymentsRowView'],
  ['stock-forecast?from=2026-06-01', 'ForecastDayView'],
];

let service: SubscriptionsProcess;
let head: number;

beforeAll(async () => {
  service = await openAt('2027-01-31T15:00:00.000Z');
  const { store } = service.running.ports;
  const append = (id: string, events: ReturnType<typeof newEvents>) =>
    store.append({ stream: `subscription-${id}`, expectedRevision: NO_STREAM, events });
  for (const life of lives) await append(life.id, eventsOfLife(life));
  const angry = eventsOf(starting(), ask({ kind: 'cancel', reasonCode: FORMULA }));
  await append('sub_1', newEvents('angry', angry));
  await service.settled();
  head = await store.head();
}, 60_000);

afterAll(() => service.close());

async function rowsOf(report: string, as: object = FINANCE): Promise<readonly Item[]> {
  const { status, body } = await service.send('GET', `/v1/reports/${report}`, undefined, { as });
  expect(status).toBe(200);
  expect(body['position']).toBe(head);
  return body['items'] as readonly Item[];
}

describe('a report over HTTP', () => {
  it.each(REPORTS)(
    '%s is the same as JSON and as CSV, with the position it reflects',
    async (path) => {
      const items = await rowsOf(path);
      expect(items.length).toBeGreaterThan(3);
      const joined = path.includes('?') ? '&' : '?';
      const csv = await service.readText(`/v1/reports/${path}${joined}format=csv`, {
        as: FINANCE,
        accept: 'application/json',
      });
      expect(csv.headers.get('content-type')).toContain('text/csv');
      expect(csv.headers.get('continuo-position')).toBe(String(head));
      const safe = (cell: unknown) =>
        typeof cell === 'string' && cell.startsWith('=') ? `'${cell}` : String(cell ?? '');
      expect(parse(csv.text, { columns: true })).toEqual(
        items.map((item) =>
          Object.fromEntries(
            [...Object.entries(item), ['position', head] as const].map(([name, cell]) => [
              name,
              safe(cell),
            ]),
          ),
        ),
      );
    },
  );

  it.each(REPORTS)('%s has every column documented in OpenAPI', async (path, schema) => {
    const { body } = await service.send('GET', '/openapi.json');
    const { schemas } = body['components'] as {
      schemas: Record<
        string,
        { properties: Record<string, { description?: string; pattern?: string }> }
      >;
    };
    const documented = schemas[schema]?.properties ?? {};
    const [item = {}] = await rowsOf(path);
    expect(Object.keys(documented)).toEqual(expect.arrayContaining(Object.keys(item)));
    const silent = Object.keys(item).filter((name) => !documented[name]?.description);
    expect(silent.filter((name) => name !== 'currency' && name !== 'sku')).toEqual([]);
  });

  it('is CSV for whoever accepts CSV alone', async () => {
    const path = '/v1/reports/failed-payments';
    const csv = await service.readText(path, { as: FINANCE, accept: 'text/csv' });
    expect(csv.text).toMatch(/^month,decline,decline_code,currency,.*,position\r\n/);
    const both = await service.readText(path, {
      as: FINANCE,
      accept: 'text/csv, application/json',
    });
    expect(both.headers.get('content-type')).toContain('application/json');
  });

  it('of nothing is a header without rows that still says its position', async () => {
    const path = '/v1/reports/retention?format=csv&campaign_id=cmp_none';
    const { text, headers } = await service.readText(path, { as: FINANCE, accept: '*/*' });
    expect(text).toBe(
      'start_month,programs,cycle,at_risk,charged,cancelled,held,open,retention_rate,survival_rate,position\r\n',
    );
    expect(headers.get('continuo-position')).toBe(String(head));
  });

  it('gives a spreadsheet no formula to run', async () => {
    const path = '/v1/reports/reasons-for-leaving?format=csv';
    const { text } = await service.readText(path, { as: FINANCE, accept: '*/*' });
    expect(text).toContain(`"'=HYPERLINK(""http://x"")"`);
  });

  it('never sums across currencies', async () => {
    const rows = await rowsOf('lifetime-value?by=plan');
    const currencies = rows.map(({ currency }) => currency);
    expect(new Set(currencies)).toEqual(new Set(['USD', 'EUR']));
    expect(rows).toHaveLength(
      new Set(rows.map((row) => `${row['plan_id']} ${row['currency']}`)).size,
    );
  });

  it('says how far the stock forecast looks', async () => {
    const path = '/v1/reports/stock-forecast';
    const { body } = await service.send('GET', path, undefined, { as: FINANCE });
    expect(body).toMatchObject({ from: '2027-01-31', until: '2027-05-01' });
  });
});

describe('whose programs a report shows', () => {
  const soldBy = (centre: string) =>
    lives.filter((life) => startOf(life).data.sale.callCentreId === centre).length;

  it.each(['agent', 'vendor', 'integration'] as const)(
    'nothing to a key of role %s',
    async (role) => {
      for (const [path] of REPORTS) {
        const answer = await service.send('GET', `/v1/reports/${path}`, undefined, {
          as: { role },
        });
        expect([path, answer.status]).toEqual([path, 403]);
      }
    },
  );

  it('a call centre its own', async () => {
    const own = await rowsOf('retention?by=call-centre&cycles=1', NORTH);
    // The program of the example was sold there too.
    expect(own).toMatchObject([{ call_centre_id: 'cc_north', programs: soldBy('cc_north') + 1 }]);
    const supervisor = { role: 'supervisor', callCentreId: 'cc_south' };
    const souths = await rowsOf('retention?by=call-centre&cycles=1', supervisor);
    expect(souths).toMatchObject([{ call_centre_id: 'cc_south', programs: soldBy('cc_south') }]);
  });

  it.each(REPORTS)('%s: the two call centres together see what the seller sees', async (path) => {
    const as = (callCentreId: string) => rowsOf(path, { role: 'call-centre', callCentreId });
    const [seller, north, south] = [await rowsOf(path), await as('cc_north'), await as('cc_south')];
    const measure = ['programs', 'saves', 'cancellations', 'cycles', 'units'];
    for (const column of measure) {
      const sum = (rows: readonly Item[]) =>
        rows.reduce((total, row) => total + Number(row[column] ?? 0), 0);
      expect([column, sum(north) + sum(south)]).toEqual([column, sum(seller)]);
    }
    expect(north).not.toEqual(seller);
  });

  it('nothing to a key of a call centre that names none', async () => {
    expect(await rowsOf('retention', { role: 'call-centre' })).toEqual([]);
  });

  it('refuses one call centre the programs of another', async () => {
    for (const report of ['retention', 'stock-forecast']) {
      const path = `/v1/reports/${report}?call_centre_id=cc_south`;
      const { status, body } = await service.send('GET', path, undefined, { as: NORTH });
      expect([status, body.code]).toEqual([403, 'not-your-call-centre']);
      expect(body['errors']).toMatchObject([{ pointer: '/call_centre_id' }]);
    }
  });
});

describe('a report that is asked for wrongly', () => {
  it.each([
    ['retention?by=colour', 400, 'invalid-request', '/by/0'],
    ['retention?from=2026-13', 400, 'invalid-request', '/from'],
    ['retention?from=2026-01-01', 400, 'invalid-request', '/from'],
    ['retention?cycles=0', 400, 'invalid-request', '/cycles'],
    ['retention?cycles=many', 400, 'invalid-request', '/cycles'],
    ['retention?plan_id=greens', 400, 'invalid-request', '/plan_id'],
    ['retention?colour=red', 400, 'unknown-field', '/colour'],
    ['retention?format=xml', 400, 'invalid-request', '/format'],
    ['retention?from=2026-05&until=2026-04', 422, 'bad-range', '/until'],
    ['survival?further=25', 400, 'invalid-request', '/further'],
    ['saves?days=0', 400, 'invalid-request', '/days'],
    ['saves?from=2026-05&until=2026-04', 422, 'bad-range', '/until'],
    ['stock-forecast?until=2027-01-30', 422, 'bad-range', '/until'],
    ['stock-forecast?from=2027-01-01&until=2028-01-03', 422, 'bad-range', '/until'],
    ['stock-forecast?from=2027-02-30', 400, 'invalid-request', '/from'],
    ['stock-forecast?sku=*', 400, 'invalid-request', '/sku'],
  ])('%s: %d %s at %s', async (path, status, code, pointer) => {
    const answer = await service.send('GET', `/v1/reports/${path}`, undefined, { as: FINANCE });
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(answer.body['errors']).toMatchObject([{ pointer }]);
  });
});
