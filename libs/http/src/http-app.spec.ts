import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createHttpApp } from './http-app';
import { ReadinessRegistry } from './readiness';
import { agentKey, SAMPLE_ORDER, sampleKeys, SampleModule, seen } from './sample-app.fixture';

interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  readonly body: Record<string, unknown>;
}

const logged: string[] = [];
let app: NestFastifyApplication;
let origin: string;
let keys = 0;

beforeAll(async () => {
  const logger = pino({ level: 'debug' }, { write: (line: string) => void logged.push(line) });
  app = await createHttpApp(SampleModule, { logger, bodyLimitBytes: 4_096 });
  await app.listen(0, '127.0.0.1');
  origin = `http://127.0.0.1:${(app.getHttpServer().address() as AddressInfo).port}`;
});

afterAll(() => app.close());

beforeEach(() => {
  seen.orders.length = 0;
  seen.contexts.length = 0;
  logged.length = 0;
});

async function send(
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string | undefined> = {},
): Promise<Answer> {
  const all: Record<string, string | undefined> = {
    authorization: `Bearer ${agentKey.secret}`,
    'idempotency-key': method === 'POST' ? `key-${(keys += 1)}` : undefined,
    'content-type': body === undefined ? undefined : 'application/json',
    ...headers,
  };
  const kept = Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== undefined),
  ) as Record<string, string>;
  const raw =
    body === undefined || typeof body === 'string' || body instanceof Buffer
      ? body
      : JSON.stringify(body);
  const response = await fetch(origin + path, {
    method,
    headers: kept,
    body: raw,
  });
  const text = await response.text();
  const json = response.headers.get('content-type')?.includes('json')
    ? (JSON.parse(text) as Answer['body'])
    : {};
  return { status: response.status, headers: response.headers, text, body: json };
}

const place = (change: object = {}, headers: Record<string, string | undefined> = {}) =>
  send('POST', '/v1/samples', { ...SAMPLE_ORDER, ...change }, headers);

describe('a good request', () => {
  it('answers with status, ETag, Location and correlation id', async () => {
    const answer = await place({}, { 'x-correlation-id': 'call-17' });
    expect(answer.status).toBe(201);
    expect(answer.headers.get('etag')).toBe('"0"');
    expect(answer.headers.get('location')).toBe('/v1/samples/1');
    expect(answer.headers.get('x-correlation-id')).toBe('call-17');
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(seen.orders[0]).toEqual(SAMPLE_ORDER);
  });

  it('normalises instants to UTC with milliseconds', async () => {
    await place({ called_at: '2026-11-22T10:30:00+01:00' });
    expect(seen.orders[0]?.called_at).toBe('2026-11-22T09:30:00.000Z');
  });

  it('reads integers, flags and lists out of a query', async () => {
    const { body } = await send('GET', '/v1/samples?limit=5&open=true&sku=GLOW-30');
    expect(body).toEqual({ limit: 5, open: true, sku: ['GLOW-30'] });
  });

  it('answers a plain body with 200, or with the status its route declares', async () => {
    expect((await send('POST', '/v1/samples/preview', SAMPLE_ORDER.address)).status).toBe(200);
    expect(await send('PUT', '/v1/samples/1/left')).toMatchObject({ status: 204, text: '' });
  });

  it('reads as_of and Prefer: wait', async () => {
    const answer = await send('GET', '/v1/samples/at?as_of=2010-12-01T00:00:00Z', undefined, {
      prefer: 'respond-async, wait=5',
    });
    expect(answer.body).toEqual({
      as_of: { instant: '2010-12-01T00:00:00.000Z' },
      wait_ms: 5_000,
      role: 'agent',
    });
    expect((await send('GET', '/v1/samples/at?as_of=7')).body['as_of']).toEqual({ revision: 7 });
  });

  it('takes text where a handler takes a string', async () => {
    const answer = await send('POST', '/v1/samples/note', 'a;b\n', { 'content-type': 'text/csv' });
    expect(answer.body).toEqual({ length: 4 });
  });
});

describe('the command context', () => {
  it('names the agent of the key, the call and the script', async () => {
    await place(
      {},
      {
        'continuo-call-id': 'call_9',
        'continuo-script-version': 'glow-3',
        'x-correlation-id': 'c1',
      },
    );
    expect(seen.contexts[0]).toMatchObject({
      actor: { kind: 'agent', id: 'agt_nora', callCentreId: 'cc_north', via: agentKey.keyId },
      callId: 'call_9',
      scriptVersion: 'glow-3',
      correlationId: 'c1',
      now: '2026-11-22T09:30:00.000Z',
    });
  });

  it('lets a call centre speak for its agents, an integration for those of any', async () => {
    const centre = sampleKeys.create({
      role: 'call-centre',
      name: 'North',
      callCentreId: 'cc_north',
    });
    const integration = sampleKeys.create({ role: 'integration', name: 'CRM' });
    const named = { 'continuo-agent-id': 'agt_max', 'continuo-call-centre-id': 'cc_south' };
    await place({}, { ...named, authorization: `Bearer ${centre.secret}` });
    await place({}, { ...named, authorization: undefined, 'x-api-key': integration.secret });
    expect(seen.contexts.map(({ actor }) => actor)).toEqual([
      { kind: 'agent', id: 'agt_max', callCentreId: 'cc_north', via: centre.keyId },
      { kind: 'agent', id: 'agt_max', callCentreId: 'cc_south', via: integration.keyId },
    ]);
  });

  it('names the supervisor whose key it is, and the key of one that says nobody', async () => {
    const bound = { role: 'supervisor', name: 'Ines', callCentreId: 'cc_north' } as const;
    const hers = sampleKeys.create({ ...bound, agentId: 'agt_ines' });
    const shared = sampleKeys.create(bound);
    await place({}, { authorization: `Bearer ${hers.secret}` });
    await place({}, { authorization: `Bearer ${hers.secret}`, 'continuo-agent-id': 'agt_ines' });
    await place({}, { authorization: `Bearer ${shared.secret}` });
    const ines = { kind: 'supervisor', id: 'agt_ines', callCentreId: 'cc_north', via: hers.keyId };
    expect(seen.contexts.map(({ actor }) => actor)).toEqual([
      ines,
      ines,
      { kind: 'supervisor', id: shared.keyId, callCentreId: 'cc_north' },
    ]);
    const authorization = `Bearer ${hers.secret}`;
    expect(await place({}, { authorization, 'continuo-agent-id': 'agt_max' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden-agent' },
    });
  });

  it('makes a vendor the actor of its requests', async () => {
    const vendor = sampleKeys.create({ role: 'vendor', name: 'Box', vendorId: 'ven_box' });
    await place({}, { authorization: `Bearer ${vendor.secret}` });
    expect(seen.contexts[0]?.actor).toMatchObject({ kind: 'vendor', id: 'ven_box' });
  });

  it('refuses an agent who names another, and a malformed reference', async () => {
    expect(await place({}, { 'continuo-agent-id': 'agt_other' })).toMatchObject({
      status: 403,
      body: { code: 'forbidden-agent' },
    });
    expect(await place({}, { 'continuo-call-id': 'a b' })).toMatchObject({
      status: 400,
      body: { code: 'invalid-header' },
    });
    expect(seen.orders).toHaveLength(0);
  });
});

describe('idempotency', () => {
  it('answers a repeat with the first answer, without a second effect', async () => {
    const key = { 'idempotency-key': 'the-same' };
    const first = await place({}, key);
    const second = await place({}, key);
    expect(second.status).toBe(201);
    expect(second.text).toBe(first.text);
    expect(second.headers.get('etag')).toBe('"0"');
    expect(second.headers.get('location')).toBe('/v1/samples/1');
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(second.headers.get('idempotent-replay')).toBe('true');
    expect(seen.orders).toHaveLength(1);
  });

  it('refuses the key for another body, and for another path', async () => {
    const key = { 'idempotency-key': 'reused' };
    await place({}, key);
    expect(await place({ name: 'Else' }, key)).toMatchObject({
      status: 422,
      body: { code: 'idempotency-key-reused' },
    });
    expect(
      await send('POST', '/v1/samples/note', 'x', { ...key, 'content-type': 'text/csv' }),
    ).toMatchObject({ status: 422 });
    expect(seen.orders).toHaveLength(1);
  });

  it('answers 409 while the first is being carried out', async () => {
    let release = () => {};
    seen.hold = new Promise((resolve) => (release = resolve));
    const key = { 'idempotency-key': 'slow' };
    const first = place({}, key);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(await place({}, key)).toMatchObject({
      status: 409,
      body: { code: 'request-in-flight' },
    });
    release();
    seen.hold = undefined;
    expect((await first).status).toBe(201);
  });

  it('keeps the keys of different callers apart', async () => {
    const other = sampleKeys.create({ role: 'integration', name: 'other' });
    const key = { 'idempotency-key': 'shared' };
    await place({}, key);
    await place({ name: 'Else' }, { ...key, authorization: `Bearer ${other.secret}` });
    expect(seen.orders).toHaveLength(2);
    expect(seen.contexts[0]?.commandId).not.toBe(seen.contexts[1]?.commandId);
  });

  it('keeps no refusal: the same key may try again', async () => {
    const key = { 'idempotency-key': 'mended' };
    expect((await place({ currency: 'ZZZ' }, key)).status).toBe(400);
    expect((await place({}, key)).status).toBe(201);
  });
});

describe('bad input', () => {
  const order = JSON.stringify(SAMPLE_ORDER);
  const cases: [
    name: string,
    status: number,
    code: string,
    run: () => Promise<Answer>,
    pointer?: string,
  ][] = [
    ['malformed JSON', 400, 'malformed-json', () => send('POST', '/v1/samples', '{"name":')],
    [
      'bytes that are not UTF-8',
      400,
      'malformed-json',
      () => send('POST', '/v1/samples', Buffer.from([0x22, 0xff, 0x22])),
    ],
    ['an array for an object', 400, 'invalid-request', () => send('POST', '/v1/samples', '[]'), ''],
    ['no body', 400, 'invalid-request', () => send('POST', '/v1/samples'), '/name'],
    [
      'another media type',
      415,
      'unsupported-media-type',
      () => send('POST', '/v1/samples', '<a/>', { 'content-type': 'application/xml' }),
    ],
    [
      'text for a declared body',
      415,
      'unsupported-media-type',
      () => send('POST', '/v1/samples', 'x', { 'content-type': 'text/csv' }),
    ],
    ['an oversize body', 413, 'body-too-large', () => place({ name: 'x'.repeat(5_000) })],
    ['an unknown field', 400, 'unknown-field', () => place({ extra: 1 }), '/extra'],
    [
      'an unknown nested field',
      400,
      'unknown-field',
      () => place({ lines: [{ sku: 'A', quantity: 1, 'a/b~': 1 }] }),
      '/lines/0/a~1b~0',
    ],
    [
      '__proto__',
      400,
      'unknown-field',
      () => send('POST', '/v1/samples', order.replace('{', '{"__proto__":{"admin":true},')),
      '/__proto__',
    ],
    [
      'escaped __proto__',
      400,
      'unknown-field',
      () => send('POST', '/v1/samples', order.replace('{', '{"\\u005f_proto__":{},')),
      '/__proto__',
    ],
    [
      'constructor',
      400,
      'unknown-field',
      () => place({ constructor: { prototype: {} } }),
      '/constructor',
    ],
    [
      '__proto__ in a map',
      400,
      'unknown-field',
      () => send('POST', '/v1/samples', order.replace('{', '{"prices":{"__proto__":1},')),
      '/prices/__proto__',
    ],
    [
      'text for a number',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: '2' }] }),
      '/lines/0/quantity',
    ],
    [
      'a float for money',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: 1, unit_price_minor: 9.5 }] }),
      '/lines/0/unit_price_minor',
    ],
    [
      'a negative for money',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: 1, unit_price_minor: -1 }] }),
      '/lines/0/unit_price_minor',
    ],
    [
      'an integer beyond exactness',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: 1, unit_price_minor: 2 ** 53 }] }),
      '/lines/0/unit_price_minor',
    ],
    [
      'quantity 0',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: 0 }] }),
      '/lines/0/quantity',
    ],
    [
      'quantity 10^9',
      400,
      'invalid-request',
      () => place({ lines: [{ sku: 'A', quantity: 1e9 }] }),
      '/lines/0/quantity',
    ],
    ['an unknown currency', 400, 'invalid-request', () => place({ currency: 'ZZZ' }), '/currency'],
    [
      'an impossible date',
      400,
      'invalid-request',
      () => place({ ship_on: '2026-02-30' }),
      '/ship_on',
    ],
    ['null where it must not be', 400, 'invalid-request', () => place({ name: null }), '/name'],
    ['no lines', 400, 'invalid-request', () => place({ lines: [] }), '/lines'],
    ['an object for a list', 400, 'invalid-request', () => place({ lines: { 0: {} } }), '/lines'],
    ['a NUL', 400, 'invalid-request', () => place({ name: 'a\0b' }), '/name'],
    ['a lone surrogate', 400, 'invalid-request', () => place({ name: '\ud83d' }), '/name'],
    ['a NUL in the path', 400, 'invalid-request', () => send('GET', '/v1/samples/fails/%00')],
    ['a malformed path', 400, 'malformed-request', () => send('GET', '/v1/samples/fails/%ff')],
    [
      'an unknown query field',
      400,
      'unknown-field',
      () => send('GET', '/v1/samples?colour=red'),
      '/colour',
    ],
    [
      'a query where none is read',
      400,
      'unknown-field',
      () => send('GET', '/v1/samples/supervised?x=1', undefined, admin()),
      '/x',
    ],
    [
      'a limit that is no number',
      400,
      'invalid-request',
      () => send('GET', '/v1/samples?limit=ten'),
      '/limit',
    ],
    [
      'a limit given twice',
      400,
      'invalid-request',
      () => send('GET', '/v1/samples?limit=1&limit=2'),
      '/limit',
    ],
    [
      'a bad as_of',
      400,
      'invalid-request',
      () => send('GET', '/v1/samples/at?as_of=yesterday'),
      '/as_of',
    ],
    [
      'no Idempotency-Key',
      400,
      'idempotency-key-missing',
      () => place({}, { 'idempotency-key': undefined }),
    ],
    [
      'an Idempotency-Key too long',
      400,
      'idempotency-key-malformed',
      () => place({}, { 'idempotency-key': 'k'.repeat(256) }),
    ],
    ['no If-Match', 428, 'if-match-required', () => send('PUT', '/v1/samples/1')],
    [
      'a malformed If-Match',
      400,
      'if-match-malformed',
      () => send('PUT', '/v1/samples/1', undefined, { 'if-match': '3' }),
    ],
    [
      'a stale If-Match',
      412,
      'stale-revision',
      () => send('PUT', '/v1/samples/1', undefined, { 'if-match': '"2"' }),
    ],
    ['no key', 401, 'unauthenticated', () => place({}, { authorization: undefined })],
    [
      'a wrong key',
      401,
      'unauthenticated',
      () => place({}, { authorization: 'Bearer ck_agent_wrong' }),
    ],
    ['another role', 403, 'forbidden-role', () => send('GET', '/v1/samples/supervised')],
    ['no such route', 404, 'route-not-found', () => send('GET', '/v1/nothing')],
    [
      'what is not there',
      404,
      'sample-not-found',
      () => send('GET', '/v1/samples/fails/not-found'),
    ],
    [
      'what is not allowed now',
      409,
      'sample-cancelled',
      () => send('GET', '/v1/samples/fails/not-allowed'),
    ],
    ['a lost race', 409, 'changed-meanwhile', () => send('GET', '/v1/samples/fails/conflict')],
    ['a full disk', 507, 'storage_full', () => send('GET', '/v1/samples/fails/full')],
    [
      'a record out of reach',
      503,
      'store-unavailable',
      () => send('GET', '/v1/samples/fails/record-away'),
    ],
  ];
  const admin = () => ({
    authorization: `Bearer ${sampleKeys.create({ role: 'admin', name: 'root' }).secret}`,
  });

  it.each(cases)('%s is refused', async (...[, status, code, run, pointer]) => {
    const answer = await run();
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status,
      code,
      correlation_id: answer.headers.get('x-correlation-id'),
    });
    expect(answer.status).toBe(status);
    const pointers = ((answer.body['errors'] ?? []) as { pointer: string }[]).map(
      (error) => error.pointer,
    );
    if (pointer !== undefined) expect(pointers).toContain(pointer);
    expect(seen.orders).toHaveLength(0);
  });

  it('accepts the right If-Match, strong or weak', async () => {
    expect((await send('PUT', '/v1/samples/1', undefined, { 'if-match': '"3"' })).status).toBe(200);
    expect((await send('PUT', '/v1/samples/1', undefined, { 'if-match': 'W/"3"' })).status).toBe(
      200,
    );
  });

  it('says when to ask again while a database does not answer, and not which', async () => {
    const answer = await send('GET', '/v1/samples/fails/unavailable');
    expect(answer).toMatchObject({ status: 503, body: { code: 'read-store-unavailable' } });
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.text).not.toContain('10.0.0.7');
  });

  it('answers 500 without a word of the error, and logs it under the correlation id', async () => {
    const answer = await send('GET', '/v1/samples/fails/unforeseen');
    expect(answer).toMatchObject({ status: 500, body: { code: 'internal-error' } });
    expect(answer.text).not.toContain('hunter2');
    expect(logged.join()).toContain(answer.body['correlation_id']);
  });
});

describe('card data', () => {
  const card = '4242 4242 4242 4242';
  const bare = '4242424242424242';
  const cases: [name: string, run: () => Promise<Answer>][] = [
    ['a declared field', () => place({ name: `Pat ${card}` })],
    ['an unknown field', () => place({ memo: bare })],
    ['a nested field', () => place({ address: { line1: '5555-5555-5555-4444', country: 'US' } })],
    ['a number', () => place({ memo: 4242424242424242 })],
    ['a field name', () => place({ memo: { [bare]: 1 } })],
    ['a token', () => place({ token: `pm_${bare}` })],
    ['escaped digits', () => send('POST', '/v1/samples', `{"memo":"\\u0034242424242424242"}`)],
    ['a security code', () => place({ payment: { cvv: '123' } })],
    ['a card field', () => place({ card_number: 'hidden' })],
    ['a query', () => send('GET', `/v1/samples?cursor=${encodeURIComponent(card)}`)],
    [
      'a query with plus signs',
      () => send('GET', `/v1/samples?cursor=${card.replaceAll(' ', '+')}`),
    ],
    ['a path', () => send('GET', `/v1/samples/fails/${bare}`)],
    ['an unknown path', () => send('GET', `/nowhere/${encodeURIComponent(card)}`)],
    ['the Idempotency-Key', () => place({}, { 'idempotency-key': bare })],
    ['the call id', () => place({}, { 'continuo-call-id': bare })],
    [
      'a text body',
      () => send('POST', '/v1/samples/note', `a;${card}`, { 'content-type': 'text/csv' }),
    ],
  ];

  it.each(cases)('in %s is refused, never echoed, never logged', async (_, run) => {
    const answer = await run();
    expect(answer).toMatchObject({ status: 422, body: { code: 'card-number-refused' } });
    const everything = answer.text + logged.join() + JSON.stringify([...answer.headers]);
    expect(everything.replaceAll(/[ -]/g, '')).not.toMatch(/4242424242|5555555555554444/);
    expect(seen.orders).toHaveLength(0);
  });
});

describe('operations', () => {
  it('is ready once every part is', async () => {
    let open = false;
    app.get(ReadinessRegistry).register('part', () => open);
    expect(await send('GET', '/health/ready')).toMatchObject({
      status: 503,
      body: { waiting_for: ['part'] },
    });
    open = true;
    expect((await send('GET', '/health/ready')).status).toBe(200);
    expect((await send('GET', '/health/live')).status).toBe(200);
  });

  it('measures requests by route', async () => {
    await place();
    const { text } = await send('GET', '/metrics');
    expect(text).toContain(
      'continuo_http_request_duration_seconds_count{method="POST",route="/v1/samples",status="201"}',
    );
    expect(text).toMatch(
      /_bucket\{le="\+Inf",method="POST",route="\/v1\/samples",status="201"\} \d+/,
    );
    expect(text).toContain('process_cpu_seconds_total');
  });

  it('logs no key, no header and no body', async () => {
    await place({}, { 'idempotency-key': 'never-logged' });
    expect(logged.join()).toContain('"route":"/v1/samples"');
    expect(logged.join()).not.toMatch(/Pat Doe|ck_agent|never-logged/);
  });

  it('honours a revocation at once', async () => {
    const key = sampleKeys.create({ role: 'agent', name: 'leaves' });
    const as = { authorization: `Bearer ${key.secret}` };
    expect((await place({}, as)).status).toBe(201);
    sampleKeys.revoke(key.keyId);
    expect((await place({}, as)).status).toBe(401);
  });

  it('serves public routes without a key', async () => {
    expect((await send('GET', '/v1/open', undefined, { authorization: undefined })).status).toBe(
      200,
    );
  });
});

describe('documents', () => {
  it('describes routes, headers and refusals as OpenAPI 3.1', async () => {
    const { body } = await send('GET', '/openapi.json');
    expect(body['openapi']).toBe('3.1.0');
    const paths = body['paths'] as Record<
      string,
      Record<
        string,
        {
          operationId: string;
          parameters: { name: string }[];
          responses: object;
          security: object[];
        }
      >
    >;
    const operation = paths['/v1/samples']?.['post'];
    expect(operation?.operationId).toBe('Sample_place');
    expect(operation?.parameters.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Idempotency-Key', 'Continuo-Call-Id']),
    );
    expect(Object.keys(operation?.responses ?? {})).toEqual(
      expect.arrayContaining(['400', '401', '403', '409', '422', 'default']),
    );
    expect(operation?.security).toEqual([{ bearer: [] }]);
    expect(paths['/v1/samples/{id}']?.['put']?.parameters.map(({ name }) => name)).toContain(
      'If-Match',
    );
    const schemas = (
      body['components'] as {
        schemas: Record<string, { required: string[]; properties: Record<string, object> }>;
      }
    ).schemas;
    expect(schemas['SampleOrderDto']?.required).toEqual([
      'name',
      'phone',
      'currency',
      'address',
      'lines',
    ]);
    expect(schemas['SampleOrderDto']?.properties['phone']).toMatchObject({
      type: ['string', 'null'],
    });
    expect(schemas['SampleOrderDto']?.properties['lines']).toMatchObject({
      type: 'array',
      minItems: 1,
      items: { $ref: '#/components/schemas/LineDto' },
    });
  });

  it('describes the events as AsyncAPI 3', async () => {
    const { body } = await send('GET', '/asyncapi.json');
    expect(body['asyncapi']).toBe('3.0.0');
    expect(Object.keys(body['channels'] as object)).toContain('continuo.orders.v1');
  });

  it('shows them on a page that loads nothing from elsewhere', async () => {
    const page = await send('GET', '/docs', undefined, { authorization: undefined });
    expect(page.status).toBe(200);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page.headers.get('referrer-policy')).toBe('no-referrer');
    const scripts = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(
      ([, address]) => address ?? '',
    );
    expect(scripts.length).toBeGreaterThan(2);
    for (const address of scripts.filter((one) => !one.startsWith('data:'))) {
      expect(address).toMatch(/^\.\/docs\//);
      const asset = await send('GET', address.slice(1), undefined, { authorization: undefined });
      expect([address, asset.status]).toEqual([address, 200]);
    }
  });
});
