import { ServerProcess } from './server';

const MINUTES = 60_000;

interface Operation {
  readonly requestBody?: {
    readonly content: Record<
      string,
      { readonly examples?: Record<string, { readonly value: unknown }> }
    >;
  };
}

describe("the API's document", () => {
  let server: ServerProcess;

  beforeAll(async () => {
    server = await ServerProcess.start();
  }, MINUTES);
  afterAll(() => server.remove());

  const document = async () =>
    (await (await fetch(`${server.url}/openapi.json`)).json()) as {
      openapi: string;
      paths: Record<string, Record<string, Operation>>;
    };

  it('is OpenAPI 3.1 and has the routes of all five services', async () => {
    const { openapi, paths } = await document();
    expect(openapi).toBe('3.1.0');
    expect(Object.keys(paths)).toEqual(
      expect.arrayContaining([
        '/v1/screen-pop',
        '/v1/orders',
        '/v1/payments/{id}',
        '/v1/subscriptions/{id}/history',
        '/v1/shipment-requests',
        '/v1/commission-statements',
        '/v1/events',
      ]),
    );
  });

  it('has examples of an order that work as they stand', async () => {
    const { paths } = await document();
    const examples =
      paths['/v1/orders']?.post?.requestBody?.content['application/json']?.examples ?? {};
    expect(Object.keys(examples)).toEqual(['draft', 'placed']);
    for (const { value } of Object.values(examples)) {
      const answer = await server.client('examples').send({
        method: 'POST',
        path: '/v1/orders',
        body: value,
        headers: { 'idempotency-key': JSON.stringify(value).length.toString() },
      });
      expect(answer.status).toBe(201);
    }
  });

  it('says where a position is answered, and where one may be asked for', async () => {
    const { paths } = await document();
    const { get, post } = paths['/v1/orders'] as Record<string, object>;
    expect(JSON.stringify(post)).toContain('Continuo-Position');
    for (const named of ['Continuo-Min-Position', 'Continuo-Lag', '503'])
      expect(JSON.stringify(get)).toContain(named);
    expect(JSON.stringify(paths['/v1/orders/{order_id}']?.['get'])).not.toContain('Continuo-Min-');
  });

  it('has a page that people read, without anything from elsewhere', async () => {
    const page = await (await fetch(`${server.url}/docs`)).text();
    expect(page).toContain('<html');
    expect(page).not.toMatch(/(?:src|href)="https?:/);
  });
});
