import type { ServiceName } from '@continuo/contracts/message-type';
import { type FastifyInstance, fastify } from 'fastify';
import { Instances } from './instances';
import { createProxy } from './proxy';

describe('the proxy before the services', () => {
  let servers: FastifyInstance[];
  let instances: Instances;
  let proxy: FastifyInstance;
  let url: string;

  async function instance(name: string): Promise<FastifyInstance> {
    const server = fastify();
    server.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) =>
      done(null, body),
    );
    server.get('/health/ready', (_request, reply) => reply.send({ status: 'ready' }));
    server.all('/*', (request, reply) =>
      reply
        .code(request.method === 'POST' ? 201 : 200)
        .header('etag', '"3"')
        .send({
          by: name,
          method: request.method,
          url: request.url,
          body: request.body,
          key: request.headers['idempotency-key'],
          traceparent: request.headers['traceparent'],
        }),
    );
    await server.listen({ port: 0, host: '127.0.0.1' });
    servers.push(server);
    return server;
  }

  const addressOf = (server: FastifyInstance): string => server.listeningOrigin;

  async function given(count: number): Promise<void> {
    servers = [];
    const self = await instance('self');
    const upstreams: FastifyInstance[] = [];
    for (let n = 1; n <= count; n += 1) upstreams.push(await instance(`orders-${n}`));
    instances = new Instances(upstreams.map(addressOf));
    await instances.untilReady();
    proxy = await createProxy({
      routes: new Map<string, ServiceName>([['/v1/orders', 'orders']]),
      services: new Map([['orders', instances]]),
      self: addressOf(self),
      bodyLimitBytes: 1_024,
    });
    url = await proxy.listen({ port: 0, host: '127.0.0.1' });
  }

  afterEach(async () => {
    await proxy.close();
    await instances.stop();
    await Promise.all(servers.map((server) => server.close()));
  });

  const ask = async (path: string, init?: RequestInit) => {
    const answer = await fetch(`${url}${path}`, init);
    return { answer, body: (await answer.json()) as Record<string, unknown> };
  };

  it('passes a request and its answer on unchanged', async () => {
    await given(1);
    const traceparent = '00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01';
    const { answer, body } = await ask('/v1/orders/ord_1/lines?limit=2', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'idempotency-key': 'k-1', traceparent },
      body: '{"quantity":1}',
    });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"3"');
    expect(body).toEqual({
      by: 'orders-1',
      method: 'POST',
      url: '/v1/orders/ord_1/lines?limit=2',
      body: expect.anything(),
      key: 'k-1',
      traceparent,
    });
  });

  it('answers what belongs to no service itself', async () => {
    await given(1);
    expect((await ask('/v1/events?limit=1')).body).toMatchObject({ by: 'self' });
  });

  it('sends requests to the instances of a service in turn', async () => {
    await given(2);
    const answered = new Set<unknown>();
    for (let n = 0; n < 8; n += 1) answered.add((await ask('/v1/orders')).body.by);
    expect(answered).toEqual(new Set(['orders-1', 'orders-2']));
  });

  it('goes on with the others when an instance has died', async () => {
    await given(2);
    await servers[1]!.close();
    const statuses: number[] = [];
    for (let n = 0; n < 8; n += 1) statuses.push((await ask('/v1/orders')).answer.status);
    expect(statuses.filter((status) => status === 503).length).toBeLessThanOrEqual(1);
    expect(statuses.at(-1)).toBe(200);
  });

  it('says that the service does not answer, and when to try again', async () => {
    await given(1);
    await servers[1]!.close();
    await ask('/v1/orders');
    const { answer, body } = await ask('/v1/orders', { headers: { 'x-correlation-id': 'c-9' } });
    expect(answer.status).toBe(503);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect(answer.headers.get('content-type')).toContain('application/problem+json');
    expect(body).toMatchObject({ code: 'service-unavailable', correlation_id: 'c-9' });
    expect(body.detail).toContain('orders');
  });
});
