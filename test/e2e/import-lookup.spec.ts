import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ImportHarness } from '../support/import-harness';
import { ServerProcess } from './server';

const CSV = `Invoice,StockCode,Description,Quantity,InvoiceDate,Price,CustomerID,Country
489434,85048,GLASS BALL,12,2009-12-01 07:45:00,6.95,13085,United Kingdom
489434,79323p,LIGHTS,3,2009-12-01 07:46:00,0.001,13085,United Kingdom
C500000,85048,GLASS BALL,-2,2010-06-01 23:30:00,6.95,13085,United Kingdom
`;

describe('after an import', () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
    await server.end('SIGINT');
    const harness = await ImportHarness.open(server.dataDir);
    const file = join(server.dataDir, 'history.csv');
    writeFileSync(file, CSV);
    await harness.import({ file, mapping: 'online-retail' });
    await harness.close();
    await server.run();
  }, 120_000);
  afterAll(() => server.remove());

  const get = async (path: string) => {
    const { status, body } = await server.client().send({ method: 'GET', path });
    return { status, body };
  };

  async function orderByNumber(number: string): Promise<Record<string, unknown>> {
    for (let attempt = 0; attempt < 200; attempt += 1) {
      const { body } = await get(`/v1/orders?reference=${number}`);
      const [order] = body.items as Record<string, unknown>[];
      if (order) return order;
      await sleep(50);
    }
    throw new Error('the list did not catch up');
  }

  it('an order is found by its number, and read like any other', async () => {
    const summary = await orderByNumber('489434');
    expect(summary).toMatchObject({
      status: 'imported',
      total_minor: 8340,
      placed_on: '2009-12-01',
    });
    const { status, body } = await get(`/v1/orders/${String(summary.order_id)}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'imported',
      customer_id: summary.customer_id,
      due_minor: 0,
      lines: [
        {
          sku: '85048',
          quantity: 12,
          unit_price: '6.95',
          unit_price_minor: 695,
          goods_minor: 8340,
        },
        { sku: '79323P', quantity: 3, unit_price: '0.001', goods_minor: 0 },
      ],
      imported: { source: 'online-retail', number: '489434', document: 'order' },
    });
  });

  it('as of a time between its lines, it has the first of them', async () => {
    const { order_id } = await orderByNumber('489434');
    const path = `/v1/orders/${String(order_id)}`;
    const between = await get(`${path}?as_of=2009-12-01T07:45:30Z`);
    expect(between.body.lines).toHaveLength(1);
    expect((await get(`${path}?as_of=2009-11-30T00:00:00Z`)).status).toBe(404);
    const history = await get(`${path}/history`);
    expect(history.body.items).toHaveLength(2);
  });

  it('a cancellation is a document of its own, on the date of its place', async () => {
    const order = await orderByNumber('C500000');
    expect(order).toMatchObject({ total_minor: -1390, placed_on: '2010-06-01' });
  });

  it('a customer is found by the number in the source', async () => {
    const { customer_id } = await orderByNumber('489434');
    const found = await get('/v1/customers?source=online-retail&number=13085');
    expect(found).toMatchObject({ status: 200, body: { items: [{ customer_id }] } });
    const elsewhere = await get('/v1/customers?source=northwind&number=13085');
    expect(elsewhere.body.items).toEqual([]);
    const half = await get('/v1/customers?number=13085');
    expect(half).toMatchObject({ status: 400, body: { errors: [{ pointer: '/source' }] } });
  });

  it('its customer and products are there, since then', async () => {
    const { customer_id } = await orderByNumber('489434');
    const customer = await get(`/v1/customers/${String(customer_id)}?as_of=2010-01-01T00:00:00Z`);
    expect(customer.status).toBe(200);
    expect(customer.body).toMatchObject({ name: { last: '13085' } });
    expect((await get(`/v1/products/85048?as_of=2010-01-01T00:00:00Z`)).body).toMatchObject({
      name: 'GLASS BALL',
    });
    expect((await get(`/v1/products/85048?as_of=2009-01-01T00:00:00Z`)).status).toBe(404);
  });
});
