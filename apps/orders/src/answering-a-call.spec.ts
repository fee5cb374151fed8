import { aCampaign, asAgent, pat, oneShot } from './requests.fixture';
import { OrdersService } from './service.fixture';

describe('answering a call', () => {
  let service: OrdersService;
  beforeAll(async () => {
    service = await OrdersService.start();
  });
  afterAll(() => service?.stop());

  it('pops the screen with ranked candidates, never a silent match', async () => {
    await service.post('/v1/orders', oneShot);
    await service.post('/v1/orders', oneShot);
    await service.caughtUp('customer-search', 'order-list', 'catalogue');
    const pop = await service.call(
      'GET',
      '/v1/screen-pop?dnis=%2B18005550100&ani=%2B19165550123&call_id=call_9',
    );
    expect(pop).toMatchObject({
      status: 200,
      body: {
        call_id: 'call_9',
        campaign: { campaign_id: 'cmp_spring' },
        offers: [{ price_minor: 9995 }, { plan_id: 'plan_greens' }],
      },
    });
    expect(pop.body.candidates.length).toBeGreaterThan(1);
    expect(pop.body.candidates[0]).toMatchObject({
      name: { last: 'Miller' },
      score: expect.any(Number),
      why: expect.arrayContaining([expect.stringContaining('number')]),
      balances: [{ currency: 'USD' }],
    });
    const flat = await service.call('GET', '/v1/screen-pop?dnis=%2B18005550100&format=flat');
    expect(flat.body).toMatchObject({
      'campaign.campaign_id': 'cmp_spring',
      'candidates.count': '0',
    });
    const lines = await service.call('GET', '/v1/screen-pop?dnis=%2B18005550100', {
      headers: { accept: 'text/plain' },
    });
    expect(lines.text).toContain('campaign.campaign_id=cmp_spring\n');
  });

  it('says which numbers exist when the dialled one does not', async () => {
    const unknown = await service.call('GET', '/v1/screen-pop?dnis=%2B18005550199');
    expect(unknown).toMatchObject({ status: 404, body: { code: 'unknown-dnis' } });
    expect(unknown.text).toContain('+18005550100');
    const other = await service.call('GET', '/v1/screen-pop?dnis=%2B18005550100', {
      key: service.south,
    });
    expect(other).toMatchObject({ status: 404, body: { code: 'unknown-dnis' } });
    expect(other.body.detail).not.toContain('+18005550100');
  });

  it('gives a number to one active campaign only', async () => {
    const second = await service.call('POST', '/v1/campaigns', {
      key: service.admin,
      body: aCampaign('cmp_other', '+18005550100'),
    });
    expect(second).toMatchObject({ status: 409, body: { code: 'dnis-in-use' } });
    expect(
      (await service.call('GET', '/v1/campaigns/cmp_other', { key: service.admin })).status,
    ).toBe(404);
  });

  it('keeps, changes, finds and erases a customer', async () => {
    const person = {
      ...pat,
      name: { first: 'Jo', last: 'Öz-Müller' },
      phone: '+12125550177',
      email: 'jo@example.com',
    };
    const created = await service.post('/v1/customers', person);
    expect(created).toMatchObject({
      status: 201,
      body: { phone: '+12125550177', name: { first: 'Jo' } },
    });
    const url = `/v1/customers/${created.body.customer_id}`;
    const missing = await service.post(`${url}/phone`, { phone: '+12125550178' });
    expect(missing.status).toBe(428);
    const changed = await service.post(
      `${url}/phone`,
      { phone: '+12125550178' },
      { ...asAgent, 'if-match': created.etag },
    );
    expect(changed.body).toMatchObject({
      phone: '+12125550178',
      email: 'jo@example.com',
      revision: 1,
    });
    await service.caughtUp('customer-search');
    const search = async (query: string) =>
      (await service.call('GET', `/v1/customers?${query}`)).body.items;
    expect(await search('phone=%2B12125550177')).toEqual([]);
    expect(await search('phone=%2B12125550178')).toHaveLength(1);
    expect(await search('email=JO%40example.com')).toHaveLength(1);
    expect(await search('last_name=oz%20muller&postcode=95814')).toHaveLength(1);
    const history = await service.call('GET', `${url}/history`);
    expect(history.body.items[1]).toMatchObject({
      type: 'customer.phone-changed.v1',
      actor: { id: 'agt_ann' },
      data: { field: 'phone', from: '+12125550177', to: '+12125550178' },
    });
    expect((await service.call('GET', `${url}?as_of=0`)).body.phone).toBe('+12125550177');
    expect((await service.post(`${url}/erasure`, {})).status).toBe(403);
    const erased = await service.call('POST', `${url}/erasure`, { key: service.admin });
    expect(erased.body).toMatchObject({ status: 'erased', name: null, phone: null, address: null });
    await service.caughtUp('customer-search');
    expect(await search('email=jo%40example.com')).toEqual([]);
    expect((await service.call('GET', `${url}?as_of=0`)).body.phone).toBeNull();
  });

  it('lists the catalogue', async () => {
    await service.caughtUp('catalogue');
    const products = await service.call('GET', '/v1/products?limit=1');
    expect(products.body).toMatchObject({ has_more: true, items: [{ sku: 'GREENS-30' }] });
    const rest = await service.call(
      'GET',
      `/v1/products?limit=1&cursor=${products.body.next_cursor}`,
    );
    expect(rest.body).toMatchObject({ has_more: false, items: [{ sku: 'JUICER-01' }] });
    expect((await service.call('GET', '/v1/campaigns')).body.items).toHaveLength(1);
    expect((await service.call('GET', '/v1/campaigns', { key: service.south })).body.items).toEqual(
      [],
    );
    expect((await service.call('POST', '/v1/products', { body: {} })).status).toBe(403);
  });
});
