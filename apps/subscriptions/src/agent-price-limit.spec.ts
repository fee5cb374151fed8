import type { OrderReleased } from '@continuo/contracts/orders';
import { deriveId } from '@continuo/kernel/ids';
import { openAt } from './service.fixture';
import { orderReleased } from './testing/neighbours';
import type { SubscriptionsProcess } from './testing/subscriptions-process';

const plan = {
  plan_id: 'plan_strict',
  name: 'Strict',
  intervals: ['P1M'],
  default_interval: 'P1M',
  products: [{ sku: 'GREENS-30', name: 'Greens', prices_minor: { USD: 4000 } }],
  tax_category: 'food',
  shipping_minor: { USD: 595 },
  rules: { agent_price_limit_percent: 5 },
};
const { rules: _, ...usual } = { ...plan, plan_id: 'plan_usual' };
const admin = { as: { role: 'admin' } } as const;
const nora = { role: 'agent', agentId: 'agt_nora', callCentreId: 'cc_north' } as const;
const sam = { role: 'supervisor', agentId: 'agt_sam', callCentreId: 'cc_north' } as const;

let service: SubscriptionsProcess;
let path: string;

beforeAll(async () => {
  service = await openAt('2099-01-31T15:00:00.000Z', plan, usual);
  const [line] = (orderReleased().data as OrderReleased).lines;
  const lines = [{ ...line!, program: { ...line!.program!, plan_id: 'plan_strict' } }];
  await service.hear(orderReleased({ lines }));
  path = `/v1/subscriptions/${deriveId('sub', 'ord_first', 'line_1')}`;
}, 60_000);
afterAll(() => service.close());

async function price(unit_price_minor: number, as: object = nora) {
  const { etag } = await service.send('GET', path, undefined, { as });
  const body = { unit_price_minor, reason: 'price complaint' };
  return service.send('POST', `${path}/price-changes`, body, { as, etag });
}
const rulesOf = async (id: string) => {
  const { body } = await service.send('GET', `/v1/plans/${id}`, undefined, admin);
  return { version: body['version'], ...(body['rules'] as object) };
};

describe("an agent's limit for prices", () => {
  it('is a rule of the plan version, 20 percent unless given', async () => {
    expect(await rulesOf('plan_strict')).toMatchObject({ agent_price_limit_percent: 5 });
    expect(await rulesOf('plan_usual')).toMatchObject({ agent_price_limit_percent: 20 });
    const said = { ...usual, rules: { agent_price_limit_percent: 20 } };
    expect((await service.send('POST', '/v1/plans', said, admin)).status).toBe(201);
    expect(await rulesOf('plan_usual')).toMatchObject({ version: 1 });
  });

  it.each([-1, 101, 2.5, '5'])('is no %p', async (agent_price_limit_percent) => {
    const wrong = { ...plan, plan_id: 'plan_wrong', rules: { agent_price_limit_percent } };
    const { status, body } = await service.send('POST', '/v1/plans', wrong, admin);
    expect([status, body.code]).toEqual([400, 'invalid-request']);
    expect(JSON.stringify(body)).toContain('/rules/agent_price_limit_percent');
  });

  it('is said by refusals and previews, and a later version moves nobody', async () => {
    const { plan_id: __, ...terms } = plan;
    const { etag } = await service.send('GET', '/v1/plans/plan_strict', undefined, admin);
    const later = { ...terms, rules: { agent_price_limit_percent: 50 } };
    const url = '/v1/plans/plan_strict/versions';
    expect((await service.send('POST', url, later, { ...admin, etag })).status).toBe(201);
    const limit = { what: 'price', from_minor: 3800, to_minor: 4200, limit_percent: 5 };
    const refused = await price(3799);
    expect(refused.body).toMatchObject({ code: 'approval-required', data: limit });
    const change = { kind: 'price', unit_price_minor: 3799 };
    const shown = await service.send('POST', `${path}/previews`, { change }, { as: nora });
    expect(shown.body).toMatchObject({ approval_needed: limit, approvals: [limit] });
    expect((await price(3800)).body).toMatchObject({ unit_price_minor: 3800 });
    expect((await price(3799, sam)).body).toMatchObject({ unit_price_minor: 3799 });
  });
});
