import { CommandRunner } from '@continuo/event-store/command-runner';
import { systemActor } from '@continuo/kernel/actor';
import { deriveId, deriveUuid } from '@continuo/kernel/ids';
import { ROLLOUT, SUBSCRIPTION } from './application/aggregates';
import { cohortOf } from './domain/rollout/cohort';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const terms = (price: number) => ({
  name: 'Greens Club',
  intervals: ['P1M', 'P2M'],
  default_interval: 'P1M',
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: price } }],
  tax_category: 'food',
  shipping_minor: { USD: 595 },
});
const admin = { as: { role: 'admin' } } as const;
const finance = { as: { role: 'finance' } } as const;
const NOW = '2099-01-31T15:00:00.000Z';
const PROGRAMS = 4;
const WAIT_MS = 20_000;

let service: SubscriptionsProcess;
let planned = 0;
let id: string;
let path: string;
let programs: string[];

beforeAll(async () => {
  service = await openAt(NOW);
}, 60_000);

afterAll(() => service.close());

/** A plan of its own with a second version, programs sold at the first, and a roll-out in two halves. */
beforeEach(async () => {
  planned += 1;
  id = `rol_${planned}`;
  path = `/v1/price-rollouts/${id}`;
  const plan_id = `plan_${planned}`;
  const first = await service.send('POST', '/v1/plans', { plan_id, ...terms(4000) }, admin);
  await service.send('POST', `/v1/plans/${plan_id}/versions`, terms(4400), {
    ...admin,
    etag: first.etag,
  });
  programs = [];
  for (let sold = 0; sold < PROGRAMS; sold += 1) {
    const order_id = `ord_${planned}-${sold}`;
    const { data, type } = orderReleased({ order_id, customer_id: `cus_${planned}-${sold}` });
    const order = data as { lines: { program: object }[] };
    const lines = order.lines.map((line) => ({ ...line, program: { ...line.program, plan_id } }));
    await service.hear({ type, data: { ...order, lines } });
    programs.push(deriveId('sub', order_id, 'line_1'));
  }
}, 60_000);

const halves = [
  { name: 'first', to_percent: 50 },
  { name: 'second', from_percent: 50 },
];
const plan = (changes: object = {}) =>
  service.send(
    'POST',
    '/v1/price-rollouts',
    {
      rollout_id: id,
      plan_id: `plan_${planned}`,
      to_version: 2,
      from_on: '2099-02-01',
      notice_days: 30,
      cohorts: [{ name: 'all' }],
      ...changes,
    },
    admin,
  );
const read = () => service.send('GET', path, undefined, finance);
async function ask(what: string, body: object = {}) {
  const { etag } = await read();
  return service.send('POST', `${path}/${what}`, body, { ...admin, etag });
}
async function until(status: string) {
  const deadline = performance.now() + WAIT_MS;
  for (;;) {
    const { body } = await read();
    if (body['status'] === status) return body;
    if (performance.now() > deadline) throw new Error(`still ${String(body['status'])}`);
  }
}
const schedule = async (program: string) => {
  const { body } = await service.send('GET', `/v1/subscriptions/${program}`, undefined, admin);
  const cycles = body['schedule'] as { due_on: string; unit_price_minor: number }[];
  return cycles.map(({ due_on, unit_price_minor }) => [due_on, unit_price_minor]);
};
const eventsOf = async (program: string) =>
  (await service.running.ports.store.readStream(`subscription-${program}`)).map(({ type }) => type);

describe('a price roll-out', () => {
  it('is rehearsed without a trace, and does what was rehearsed', async () => {
    expect((await plan()).status).toBe(201);
    const rehearsed = await service.send('GET', `${path}/rehearsal`, undefined, finance);
    expect(rehearsed.body['cohorts']).toMatchObject([
      {
        cohort: 'all',
        programs: PROGRAMS,
        moves: PROGRAMS,
        keeps: {},
        notices_on: '2099-01-31',
        // 28 February lies before the end of the notice.
        first_due_on: '2099-03-31',
        before_minor: { USD: PROGRAMS * 4595 },
        after_minor: { USD: PROGRAMS * 4995 },
      },
    ]);
    expect(await eventsOf(programs[0]!)).toEqual(['subscription.started.v1']);
    expect((await ask('starts', { cohort: 'all' })).status).toBe(200);
    expect(await until('done')).toMatchObject({ cohorts: [{ status: 'told', told: PROGRAMS }] });
    expect((await schedule(programs[0]!)).slice(0, 3)).toEqual([
      ['2099-02-28', 4000],
      ['2099-03-31', 4400],
      ['2099-04-30', 4400],
    ]);
    await service.settled();
    const notices = (await service.published()).filter(({ subject }) => subject === programs[0]);
    expect(notices.at(-1)?.data).toMatchObject({
      notice: 'price-change',
      cycle: 3,
      due_on: '2099-03-31',
      total_before_tax_minor: 4995,
    });
  });

  it('starts cohort by cohort, and each program belongs to one', async () => {
    await plan({ cohorts: halves });
    await ask('starts', { cohort: 'first' });
    const body = await until('planned');
    const cohorts = [
      { name: 'first', startedFrom: null, startedUntil: null, fromPercent: 0, toPercent: 50 },
    ];
    const first = programs.filter((program) => cohortOf(cohorts, program, '2099-01-31'));
    expect(body['cohorts']).toMatchObject([{ told: first.length }, { status: 'open', told: 0 }]);
    for (const program of programs) {
      const told = (await eventsOf(program)).includes('subscription.price-move-announced.v1');
      expect(told).toBe(first.includes(program));
    }
    const again = await ask('starts', { cohort: 'first' });
    expect([again.status, again.body.code]).toEqual([422, 'cohort-not-open']);
    await ask('starts', { cohort: 'second' });
    await until('done');
  });

  it('keeps a price that was agreed with the customer, by a rule that it names', async () => {
    const program = `/v1/subscriptions/${programs[0]}`;
    const { etag } = await service.send('GET', program, undefined, admin);
    const changes = [{ kind: 'price', unit_price_minor: 3600 }];
    const body = { changes, reason: 'price complaint' };
    const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
    const made = await service.send('POST', `${program}/changes`, body, {
      as: nora,
      etag,
    });
    expect(made.body).toMatchObject({ awaits_approval: false });
    await plan();
    await ask('starts', { cohort: 'all' });
    expect(await until('done')).toMatchObject({
      cohorts: [{ told: PROGRAMS - 1, kept: { 'agreed-price': 1 } }],
    });
  });

  it('stopped, leaves everybody who was not moved at the old price', async () => {
    await plan();
    await ask('starts', { cohort: 'all' });
    await until('done');
    expect((await ask('stops')).status).toBe(200);
    expect(await until('stopped')).toMatchObject({ withdrawn: PROGRAMS });
    expect((await schedule(programs[0]!))[1]).toEqual(['2099-03-31', 4000]);
    const refused = await ask('starts', { cohort: 'all' });
    expect([refused.status, refused.body.code]).toEqual([409, 'price-rollout-not-allowed']);
  });

  it('goes on after a crash in a page and tells nobody twice', async () => {
    await plan();
    const { store } = service.running.ports;
    const { state } = await new CommandRunner(store).load(ROLLOUT, id);
    if (state.status === 'none') throw new Error('nothing was planned');
    const product = { sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 4400 };
    const { planId, toVersion: version, fromOn, noticeDays } = state;
    const prices = { planId, version, products: [product], shippingMinor: 595, steps: [] };
    const offer = { rolloutId: id, prices, fromOn, noticeDays };
    // What a crash after the first program of a page leaves behind.
    const commandId = deriveUuid('announce', id, programs[0]!);
    await new CommandRunner(store).execute(
      SUBSCRIPTION,
      programs[0]!,
      { kind: 'announce-price', offer, now: NOW },
      { commandId, correlationId: commandId, actor: systemActor('scheduler'), now: NOW },
    );
    await ask('starts', { cohort: 'all' });
    expect(await until('done')).toMatchObject({ cohorts: [{ told: PROGRAMS }] });
    for (const program of programs) {
      expect(await eventsOf(program)).toEqual([
        'subscription.started.v1',
        'subscription.price-move-announced.v1',
      ]);
    }
  });

  it.each([
    ['/to_version', { to_version: 3 }],
    ['/cohorts/1/name', { cohorts: [{ name: 'all' }, { name: 'all' }] }],
    ['/cohorts/0/to_percent', { cohorts: [{ name: 'all', from_percent: 50, to_percent: 50 }] }],
  ])('is refused at %s', async (pointer, changes) => {
    const refused = await plan(changes);
    expect([refused.status, refused.body.code]).toEqual([422, 'bad-price-rollout']);
    expect(JSON.stringify(refused.body)).toContain(pointer);
  });

  it('is planned and started by an administrator, and seen by finance', async () => {
    await plan();
    const { etag } = await read();
    const refused = await service.send(
      'POST',
      `${path}/starts`,
      { cohort: 'all' },
      { ...finance, etag },
    );
    expect(refused.status).toBe(403);
    expect((await service.send('GET', path)).status).toBe(403);
    expect(
      (await service.send('GET', '/v1/price-rollouts/rol_none', undefined, admin)).status,
    ).toBe(404);
    const again = await plan();
    expect([again.status, again.body['status']]).toEqual([201, 'planned']);
    const other = await plan({ notice_days: 31 });
    expect([other.status, other.body.code]).toEqual([409, 'price-rollout-exists']);
  });

  it('is listed with the others, page by page, as it stands', async () => {
    await plan();
    await service.send(
      'POST',
      '/v1/price-rollouts',
      {
        ...{ rollout_id: `${id}-b`, plan_id: `plan_${planned}`, to_version: 2 },
        ...{ from_on: '2099-02-01', notice_days: 30, cohorts: [{ name: 'all' }] },
      },
      admin,
    );
    await service.settled();
    const listed: string[] = [];
    for (let cursor = ''; ;) {
      const query = `limit=1${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
      const { body } = await service.send('GET', `/v1/price-rollouts?${query}`, undefined, finance);
      const items = body['items'] as { rollout_id: string; status: string }[];
      expect(items).toHaveLength(1);
      listed.push(...items.map(({ rollout_id, status }) => `${rollout_id} ${status}`));
      if (body['has_more'] !== true) break;
      cursor = String(body['next_cursor']);
    }
    expect(listed).toEqual([...listed].sort());
    expect(listed).toEqual(expect.arrayContaining([`${id} planned`, `${id}-b planned`]));
    expect((await service.send('GET', '/v1/price-rollouts')).status).toBe(403);
  });

  it('paused between two cohorts tells nobody further until it is resumed', async () => {
    await plan({ cohorts: halves });
    await ask('starts', { cohort: 'first' });
    const told = (await until('planned'))['cohorts'];
    expect((await ask('pauses')).body).toMatchObject({ status: 'paused', cohorts: told });
    const refused = await ask('starts', { cohort: 'second' });
    expect([refused.status, refused.body.code]).toEqual([409, 'price-rollout-not-allowed']);
    expect((await ask('resumptions')).body).toMatchObject({ status: 'planned' });
    await ask('starts', { cohort: 'second' });
    expect(await until('done')).toMatchObject({
      cohorts: [{ status: 'told' }, { status: 'told' }],
    });
  });

  it('stopped between two cohorts takes the price back from the first and never tells the second', async () => {
    await plan({ cohorts: halves });
    await ask('starts', { cohort: 'first' });
    const [first] = (await until('planned'))['cohorts'] as { told: number }[];
    await ask('stops');
    expect(await until('stopped')).toMatchObject({
      withdrawn: first?.told,
      cohorts: [{}, { status: 'open', told: 0 }],
    });
    for (const program of programs) {
      expect((await schedule(program))[1]).toEqual(['2099-03-31', 4000]);
    }
  });

  it('moves each program by an event of its own, right before its first cycle at the new price', async () => {
    await plan();
    await ask('starts', { cohort: 'all' });
    await until('done');
    await service.advanceTo('2099-03-31T15:00:00.000Z');
    const types = await eventsOf(programs[0]!);
    expect(types.slice(1)).toEqual([
      'subscription.price-move-announced.v1',
      'subscription.cycle-locked.v2',
      'subscription.price-version-moved.v1',
      'subscription.cycle-locked.v2',
    ]);
    const history = await service.send(
      'GET',
      `/v1/subscriptions/${programs[0]}/history`,
      undefined,
      admin,
    );
    const items = history.body['items'] as Record<string, unknown>[];
    expect(items.map(({ field, from, to }) => [field, from, to])).toEqual(
      expect.arrayContaining([
        ['plan_version', 1, 2],
        ['unit_price_minor', 4000, 4400],
      ]),
    );
  });
});
