import { join } from 'node:path';
import { RecordReader } from '@continuo/event-store/sqlite/record-reader';
import type { ApiClient } from '../../apps/platform/src/api-client';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { walkDemo } from '../../apps/platform/src/demo/walk';
import { prepare, settled } from './bad-input.known';
import {
  CARD_DIGITS,
  CARDS,
  HEADERS,
  type Known,
  NORA,
  ORDER,
  PARTIES,
  post,
  read,
  type Request,
  SHAPE,
  TRANSITIONS,
} from './bad-input.rows';
import { SELF_SERVICE } from './bad-input.self-service';
import { ADMIN_KEY, ServerProcess } from './server';

jest.setTimeout(240_000);

describe('bad input', () => {
  let server: ServerProcess;
  let admin: ApiClient;
  let record: RecordReader;
  let known: Known;
  let number = 0;

  beforeAll(async () => {
    server = await ServerProcess.start();
    admin = server.client('bad-input');
    const { steps } = await walkDemo(
      server.client('walk'),
      () => undefined,
      async () => [],
    );
    expect(steps.filter(({ ok }) => !ok)).toEqual([]);
    known = await prepare(server, admin);
    record = new RecordReader({ file: join(server.dataDir, 'record.db') });
    await settled(record);
  });

  afterAll(async () => {
    record?.close();
    await server?.remove();
  });

  async function send({
    method = 'GET',
    path,
    body,
    key = ADMIN_KEY,
    headers = {},
  }: Request): Promise<Response> {
    const all: Record<string, string | null> = {
      authorization: key === null ? null : `Bearer ${key}`,
      ...(method === 'GET'
        ? {}
        : {
            ...NORA,
            'content-type': 'application/json',
            'idempotency-key': `bad-input-${(number += 1)}`,
          }),
      ...headers,
    };
    // Others speak for themselves.
    if (key !== ADMIN_KEY && path !== '/v1/orders')
      for (const name of Object.keys(NORA)) delete all[name];
    return fetch(new URL(path, server.url), {
      method,
      headers: Object.entries(all).filter(
        (header): header is [string, string] => header[1] !== null,
      ),
      body:
        body === undefined || typeof body === 'string' || Buffer.isBuffer(body)
          ? (body as RequestInit['body'])
          : JSON.stringify(body),
    });
  }

  describe.each([
    ['of the wrong shape', SHAPE],
    ['with headers that are missing or wrong', HEADERS],
    ['that may not be asked now', TRANSITIONS],
    ['of somebody who may not', PARTIES],
    ['of a customer for themself', SELF_SERVICE],
    ['with card data', CARDS],
  ])('a request %s', (_, rows) => {
    it.each(rows)('%s: %i %s, and nothing changes', async (_what, status, code, request) => {
      const before = record.head();
      const answer = await send(request(known));
      const text = await answer.text();
      expect({
        status: answer.status,
        code: (JSON.parse(text) as { code?: string }).code,
        text,
      }).toMatchObject({ status, code });
      expect(answer.headers.get('content-type')).toContain('application/problem+json');
      const problem = JSON.parse(text) as Record<string, unknown>;
      expect(problem).toMatchObject({
        status,
        detail: expect.any(String),
        correlation_id: expect.any(String),
      });
      expect(text.replaceAll(/[ -]/g, '')).not.toContain(CARD_DIGITS);
      expect(text).not.toMatch(/\bat \S+ \(|node_modules|\.js:\d/);
      // Where money is concerned finance is told of it; nothing else is recorded.
      const { events } = record.readAll({ after: before, maxCount: 10 });
      const told = events.filter(({ stream }) => !stream.startsWith('financealert-'));
      expect(told).toEqual([]);
    });
  });

  it('a request that is still being carried out: 409, and it is carried out once', async () => {
    const request = post(
      '/v1/orders',
      { ...ORDER, payment: { token: 'pm_sim_slow' } },
      { 'idempotency-key': 'twice', prefer: 'wait=10' },
    );
    const answers = await Promise.all([send(request), send(request), send(request)]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses[0]).toBe(201);
    expect(statuses.slice(1)).toEqual([409, 409]);
    for (const answer of answers.filter(({ status }) => status === 409)) {
      expect(await answer.json()).toMatchObject({ code: 'request-in-flight' });
    }
    const repeat = await send(request);
    expect(repeat.headers.get('idempotent-replay')).toBe('true');
    const first = answers.find(({ status }) => status === 201) as Response;
    expect(await repeat.json()).toEqual(await first.json());
    await settled(record);
  });

  it("another centre's statement of an agent is empty", async () => {
    const { searchParams } = new URL(known.statement, server.url);
    expect(searchParams.get('agent_id')).toBe(DEMO.agents.nora);
    const own = (await (await send(read(known.statement))).json()) as { items: unknown[] };
    expect(own.items).not.toEqual([]);
    const other = (await (
      await send(read(known.statement, known.keys.southline))
    ).json()) as object;
    expect(other).toMatchObject({ items: [], totals: [] });
  });

  it('still serves', async () => {
    expect((await admin.send({ method: 'GET', path: '/health/ready' })).status).toBe(200);
  });
});
