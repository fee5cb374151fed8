import type { AddressInfo } from 'node:net';
import { TraceCollector } from '@continuo/testing/trace-collector';
import { OpenTelemetryTracing } from '@continuo/tracing/opentelemetry/opentelemetry-tracing';
import { NO_TRACING, type Tracing } from '@continuo/tracing/tracing';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { pino } from 'pino';
import { createHttpApp } from './http-app';
import { agentKey, SAMPLE_ORDER, SampleModule, seen } from './sample-app.fixture';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const GIVEN = `00-${TRACE_ID}-00f067aa0ba902b7-01`;

describe('the trace of a request', () => {
  let collector: TraceCollector;
  let tracing: OpenTelemetryTracing;
  let app: NestFastifyApplication;
  let sent = 0;

  beforeEach(async () => {
    collector = await TraceCollector.open();
    const { endpoint } = collector;
    const onTrouble = (error: Error) => {
      throw error;
    };
    tracing = new OpenTelemetryTracing({ endpoint, serviceName: 'spec', onTrouble });
    seen.contexts.length = 0;
  });
  afterEach(async () => {
    await app.close();
    await collector.close();
  });

  async function given(used: Tracing): Promise<void> {
    const logger = pino({ level: 'silent' });
    app = await createHttpApp(SampleModule, { logger, tracing: used });
    await app.listen(0, '127.0.0.1');
  }

  async function ask(method: string, path: string, traceparent?: string): Promise<number> {
    const { port } = app.getHttpServer().address() as AddressInfo;
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${agentKey.secret}`,
        ...(traceparent === undefined ? {} : { traceparent }),
        ...(method === 'GET'
          ? {}
          : { 'content-type': 'application/json', 'idempotency-key': `traced-${(sent += 1)}` }),
      },
      body: method === 'GET' ? undefined : JSON.stringify(SAMPLE_ORDER),
    });
    await answer.arrayBuffer();
    return answer.status;
  }

  it('goes on from the header, and its command from it', async () => {
    await given(tracing);
    expect(await ask('POST', '/v1/samples?note=Pat', GIVEN)).toBe(400);
    expect(await ask('POST', '/v1/samples', GIVEN)).toBe(201);
    await tracing.close();
    const [refused, placed] = collector.named('POST /v1/samples');
    expect([refused, placed].map((span) => span?.attributes)).toEqual(
      [400, 201].map((status) => ({
        'http.request.method': 'POST',
        'http.route': '/v1/samples',
        'http.response.status_code': status,
      })),
    );
    expect(placed).toMatchObject({ traceId: TRACE_ID, parentSpanId: '00f067aa0ba902b7' });
    expect(seen.contexts[0]?.traceparent).toBe(`00-${TRACE_ID}-${placed?.spanId}-01`);
    expect(collector.received).not.toContain('Pat');
  });

  it.each([undefined, 'ff' + GIVEN.slice(2), GIVEN.replace(TRACE_ID, '0'.repeat(32)), 'none'])(
    'begins with it where the header is %s',
    async (header) => {
      await given(tracing);
      expect(await ask('POST', '/v1/samples', header)).toBe(201);
      await tracing.close();
      expect(collector.spans).toEqual([expect.objectContaining({ parentSpanId: undefined })]);
      const [{ traceId, spanId } = { traceId: '', spanId: '' }] = collector.spans;
      expect(traceId).not.toBe(TRACE_ID);
      expect(seen.contexts[0]?.traceparent).toBe(`00-${traceId}-${spanId}-01`);
    },
  );

  it('names no address that leads nowhere, and leaves out what watches the process', async () => {
    await given(tracing);
    expect(await ask('GET', '/v1/nowhere/Pat')).toBe(404);
    for (const path of ['/health/live', '/health/ready', '/metrics']) await ask('GET', path);
    await tracing.close();
    expect(collector.spans).toEqual([
      expect.objectContaining({
        name: 'GET',
        attributes: { 'http.request.method': 'GET', 'http.response.status_code': 404 },
      }),
    ]);
    expect(collector.received).not.toContain('Pat');
  });

  it('without traces hands a sound header on, and nothing else', async () => {
    await given(NO_TRACING);
    await ask('POST', '/v1/samples', GIVEN);
    await ask('POST', '/v1/samples', `00-${'0'.repeat(32)}-00f067aa0ba902b7-01`);
    expect(seen.contexts.map(({ traceparent }) => traceparent)).toEqual([GIVEN, undefined]);
  });
});
