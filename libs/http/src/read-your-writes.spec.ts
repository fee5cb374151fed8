import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createHttpApp } from './http-app';
import { agentKey, SAMPLE_ORDER, SampleModule, seen } from './sample-app.fixture';

let app: NestFastifyApplication;
let origin: string;
beforeAll(async () => {
  app = await createHttpApp(SampleModule, { logLevel: 'fatal' });
  await app.listen(0, '127.0.0.1');
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});
afterAll(() => app.close());
beforeEach(() => {
  seen.orders.length = 0;
  seen.reads = 0;
  seen.reflected = (reads) => reads;
});

const authorization = `Bearer ${agentKey.secret}`;
const list = (headers: Record<string, string> = {}) =>
  fetch(`${origin}/v1/samples/listed`, { headers: { authorization, ...headers } });
const place = (key: string) =>
  fetch(`${origin}/v1/samples`, {
    method: 'POST',
    headers: { authorization, 'content-type': 'application/json', 'idempotency-key': key },
    body: JSON.stringify(SAMPLE_ORDER),
  });

describe('reading what one has written', () => {
  it('a change says a position that includes it, and a repeat of the request the same', async () => {
    expect((await place('ryw-1')).headers.get('continuo-position')).toBe('1');
    await place('ryw-2');
    expect((await place('ryw-1')).headers.get('continuo-position')).toBe('1');
  });

  it('a refusal, and a resource by its id, say none', async () => {
    const refused = await place('');
    expect([refused.status, refused.headers.get('continuo-position')]).toEqual([400, null]);
    const read = await fetch(`${origin}/v1/samples/at`, { headers: { authorization } });
    expect(read.headers.get('continuo-position')).toBeNull();
  });

  it('a list says what it reflects and how far that is behind', async () => {
    for (const key of ['lag-1', 'lag-2', 'lag-3']) await place(key);
    const { headers } = await list();
    expect([headers.get('continuo-position'), headers.get('continuo-lag')]).toEqual(['1', '2']);
  });

  it('a list is read again until it reflects what was asked for', async () => {
    const answer = await list({ 'continuo-min-position': '4' });
    expect(await answer.json()).toEqual({ items: [], position: 4 });
    expect([answer.status, seen.reads]).toEqual([200, 4]);
  });

  it('is answered at once when it reflects that already', async () => {
    seen.reflected = () => 9;
    expect((await list({ 'continuo-min-position': '9', prefer: 'wait=0' })).status).toBe(200);
    expect(seen.reads).toBe(1);
  });

  it('is refused, with how far it is behind, when the time is up', async () => {
    seen.reflected = () => 3;
    const begun = performance.now();
    const answer = await list({ 'continuo-min-position': '10', prefer: 'wait=1' });
    expect(performance.now() - begun).toBeGreaterThan(900);
    expect(answer.headers.get('retry-after')).toBe('1');
    expect([answer.status, await answer.json()]).toEqual([
      503,
      expect.objectContaining({
        code: 'read-model-behind',
        data: { position: 3, min_position: 10, behind_by: 7 },
      }),
    ]);
  });

  it.each(['', 'ten', '-1', '1.5', '99999999999999999'])(
    'refuses %j as a position',
    async (min) => {
      const answer = await list({ 'continuo-min-position': min });
      expect([answer.status, await answer.json()]).toEqual([
        400,
        expect.objectContaining({ code: 'min-position-malformed' }),
      ]);
    },
  );
});
