import { setTimeout as sleep } from 'node:timers/promises';
import { type CollectedSpan, TraceCollector } from '@continuo/testing/trace-collector';
import type { ApiAnswer, ApiClient } from '../../apps/platform/src/api-client';
import { DEMO } from '../../apps/platform/src/demo/catalogue';
import { ServerProcess } from './server';

const MINUTES = 60_000;
const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const CALLER_SPAN_ID = '00f067aa0ba902b7';
const TRACEPARENT = `00-${TRACE_ID}-${CALLER_SPAN_ID}-01`;

/** Everything personal that the order says, and who takes it. */
const PERSONAL = ['Quillfeather', 'Ottoline', '9165550177', 'quill@', 'Larkspur', '95814', 'agt_'];

/** Places an order for the main offer, whose goods go out later. */
async function placeOrder(client: ApiClient): Promise<ApiAnswer> {
  const headers = {
    'continuo-agent-id': DEMO.agents.nora,
    'continuo-call-centre-id': DEMO.callCentres.northline,
    'continuo-call-id': 'call-1',
    'continuo-script-version': DEMO.scriptVersion,
    'x-correlation-id': 'Ottoline-Quillfeather',
  };
  const change = async (path: string, body: object, more = {}, etag?: string) => {
    const all: Record<string, string> = { ...headers, ...more };
    if (etag !== undefined) all['if-match'] = etag;
    const answer = await client.send({ method: 'POST', path, body, headers: all });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return answer;
  };
  const address = { city: 'Sacramento', region: 'CA', postcode: '95814', country: 'US' };
  const opened = await change('/v1/orders', {
    campaign_id: DEMO.campaign,
    customer: {
      name: { first: 'Ottoline', last: 'Quillfeather' },
      phone: '+19165550177',
      email: 'quill@example.com',
    },
    ship_to: { name: 'Ottoline Quillfeather', lines: ['12 Larkspur Row'], ...address },
    lines: [{ offer_id: DEMO.mainOffer, quantity: 1, instalments: 4 }],
  });
  const path = `/v1/orders/${opened.body.order_id}`;
  const consent = {
    script_version: DEMO.scriptVersion,
    words: 'Do you agree?',
    recording_reference: 'rec-1',
    given_by: 'Ottoline Quillfeather',
  };
  const agreed = await change(`${path}/consent`, consent, {}, opened.etag);
  const traced = { prefer: 'wait=5', traceparent: TRACEPARENT };
  return change(`${path}/place`, { token: 'pm_sim_approved' }, traced, agreed.etag);
}

describe('the trace of an order', () => {
  let collector: TraceCollector;
  let spans: readonly CollectedSpan[];

  beforeAll(async () => {
    collector = await TraceCollector.open();
    const server = await ServerProcess.start({
      OTEL_EXPORTER_OTLP_ENDPOINT: collector.endpoint,
      OTEL_BSP_SCHEDULE_DELAY: '200',
    });
    try {
      const order = await placeOrder(server.client());
      expect(order.body.status).toBe('released');
      for (const last of ['append shipment', 'append commission']) await collector.first(last);
      expect(await server.end('SIGINT')).toBe(0);
    } finally {
      await server.remove();
    }
    spans = collector.spans.filter(({ traceId }) => traceId === TRACE_ID);
  }, 2 * MINUTES);
  afterAll(() => collector.close());

  const parentOf = ({ parentSpanId }: CollectedSpan) =>
    spans.find(({ spanId }) => spanId === parentSpanId);

  it('goes on from the one of the caller, with one span for the request', () => {
    const requests = spans.filter(({ parentSpanId }) => parentSpanId === CALLER_SPAN_ID);
    expect(requests).toEqual([
      expect.objectContaining({
        service: 'continuo-platform',
        name: 'POST /v1/orders/:order_id/place',
        attributes: {
          'http.request.method': 'POST',
          'http.route': '/v1/orders/:order_id/place',
          'http.response.status_code': 200,
        },
        failed: false,
      }),
    ]);
  });

  it('has all that follows, in every service, each from what caused it', () => {
    const handled = spans.filter(({ kind }) => kind === 5);
    const groups = new Set(
      handled.map(({ attributes }) => attributes['messaging.consumer.group.name']),
    );
    expect([...groups].sort()).toEqual(
      expect.arrayContaining(['commissions', 'fulfilment', 'orders', 'payments']),
    );
    const categories = new Set(
      spans.map(({ attributes }) => attributes['continuo.stream_category']),
    );
    expect([...categories]).toEqual(
      expect.arrayContaining(['order', 'payment', 'shipment', 'commission']),
    );
    expect(spans.map(({ name }) => name)).toContain('gateway authorise');
    const lost = spans.filter(
      (span) => span.parentSpanId !== CALLER_SPAN_ID && parentOf(span) === undefined,
    );
    expect(lost).toEqual([]);
    for (const span of handled) expect(parentOf(span)?.name).toMatch(/^publish continuo\./);
    expect(spans.filter(({ failed }) => failed)).toEqual([]);
  });

  it('leads from the release back to the request', () => {
    const names: string[] = [];
    let span = spans.find(
      ({ attributes }) => attributes['continuo.stream_category'] === 'shipment',
    );
    for (; span; span = parentOf(span)) names.push(span.name);
    expect(names).toEqual([
      'append shipment',
      'fulfilment handles continuo.orders.order-released.v1',
      'publish continuo.orders.order-released.v1',
      'append order',
      'orders handles continuo.payments.payment-authorised.v1',
      'publish continuo.payments.payment-authorised.v1',
      'append payment',
      'payments handles continuo.orders.order-placed.v1',
      'publish continuo.orders.order-placed.v1',
      'append order',
      'POST /v1/orders/:order_id/place',
    ]);
  });

  it('holds nothing personal, nor do the other traces', () => {
    expect(collector.spans.length).toBeGreaterThan(spans.length);
    expect(PERSONAL.filter((words) => collector.received.includes(words))).toEqual([]);
    expect(collector.named('GET /health/ready')).toEqual([]);
  });
});

describe('a server whose collector is away', () => {
  it(
    'works as ever, says so once, and ends soon',
    async () => {
      const server = await ServerProcess.start({
        OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:9',
        OTEL_EXPORTER_OTLP_TIMEOUT: '200',
        OTEL_BSP_SCHEDULE_DELAY: '100',
      });
      try {
        expect((await placeOrder(server.client())).body.status).toBe('released');
        const told = () => server.printed.split('traces cannot be exported now').length - 1;
        for (let waits = 0; told() === 0 && waits < 100; waits += 1) await sleep(100);
        const begun = performance.now();
        expect(await server.end('SIGINT')).toBe(0);
        expect(performance.now() - begun).toBeLessThan(10_000);
        expect(told()).toBe(1);
      } finally {
        await server.remove();
      }
    },
    2 * MINUTES,
  );

  it('does not start where the address of the collector is none', async () => {
    await expect(
      ServerProcess.start({ OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' }),
    ).rejects.toThrow('OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318 cannot be used');
  });
});
