import { DomainError } from '@continuo/kernel/domain-error';
import { TraceCollector } from '@continuo/testing/trace-collector';
import { partsOf } from '../traceparent';
import { endWith, type SpanStart } from '../tracing';
import { OpenTelemetryTracing } from './opentelemetry-tracing';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const PARENT_ID = '00f067aa0ba902b7';

const work = (parent?: string): SpanStart => ({
  kind: 'server',
  name: 'work',
  parent,
  attributes: { 'continuo.attempt': 1, 'continuo.event_types': ['order.placed.v1'] },
});

describe('traces by OpenTelemetry', () => {
  let collector: TraceCollector;
  let tracing: OpenTelemetryTracing;
  let troubles: string[];

  beforeEach(async () => {
    troubles = [];
    collector = await TraceCollector.open();
    tracing = tracingTo(collector.endpoint);
  });
  afterEach(async () => {
    await tracing.close();
    await collector.close();
  });

  function tracingTo(endpoint: string): OpenTelemetryTracing {
    // What an earlier one has to say may come late.
    const told = troubles;
    const onTrouble = ({ message }: Error) => void told.push(message);
    return new OpenTelemetryTracing({ endpoint, serviceName: 'continuo-spec', onTrouble });
  }

  /** Gives a batch up after so long. */
  function impatientTracingTo(endpoint: string, timeoutMs: number): OpenTelemetryTracing {
    process.env.OTEL_EXPORTER_OTLP_TIMEOUT = String(timeoutMs);
    try {
      return tracingTo(endpoint);
    } finally {
      delete process.env.OTEL_EXPORTER_OTLP_TIMEOUT;
    }
  }

  it('exports what has ended when it is closed', async () => {
    const span = tracing.begin(work());
    span.set('http.response.status_code', 200);
    span.end();
    await tracing.close();
    const { traceId, spanId } = partsOf(span.traceparent);
    expect(collector.spans).toEqual([
      {
        service: 'continuo-spec',
        name: 'work',
        kind: 2,
        traceId,
        spanId,
        parentSpanId: undefined,
        attributes: {
          'continuo.attempt': 1,
          'continuo.event_types': ['order.placed.v1'],
          'http.response.status_code': 200,
        },
        failed: false,
      },
    ]);
    expect(troubles).toEqual([]);
  });

  it.each(['', '/'])('takes an endpoint that ends in %j', async (end) => {
    const other = tracingTo(collector.endpoint + end);
    other.begin(work()).end();
    await other.close();
    expect(collector.spans).toHaveLength(1);
  });

  it('goes on from a parent, and is one in its turn', async () => {
    const first = tracing.begin(work(`00-${TRACE_ID}-${PARENT_ID}-01`));
    const second = tracing.begin({ ...work(first.traceparent), name: 'more' });
    second.end();
    first.end();
    await tracing.close();
    const { traceId, spanId } = partsOf(first.traceparent);
    expect(traceId).toBe(TRACE_ID);
    expect(collector.named('work')[0]).toMatchObject({ traceId, spanId, parentSpanId: PARENT_ID });
    expect(collector.named('more')[0]).toMatchObject({ traceId, parentSpanId: spanId });
  });

  it.each([
    undefined,
    `ff-${TRACE_ID}-${PARENT_ID}-01`,
    `00-${'0'.repeat(32)}-${PARENT_ID}-01`,
    `00-${TRACE_ID}-${PARENT_ID}-01-more`,
  ])('begins a trace where the parent is %s', async (parent) => {
    const span = tracing.begin(work(parent));
    span.end();
    await tracing.close();
    expect(partsOf(span.traceparent).traceId).not.toBe(TRACE_ID);
    expect(collector.spans).toEqual([expect.objectContaining({ parentSpanId: undefined })]);
  });

  it('hands a trace on that the caller does not want kept, and keeps nothing of it', async () => {
    const span = tracing.begin(work(`00-${TRACE_ID}-${PARENT_ID}-00`));
    span.end();
    await tracing.close();
    expect(partsOf(span.traceparent)).toMatchObject({ traceId: TRACE_ID, sampled: false });
    expect(collector.spans).toEqual([]);
  });

  it.each([
    [new DomainError('order-not-found', 'No order of Pat Miller.'), 'order-not-found'],
    [new TypeError('Pat Miller is not a function'), 'TypeError'],
    ['503', '503'],
    [{ words: 'Pat Miller' }, 'unknown'],
  ])('says of a failure what kind it is, not its words: %#', async (failure, kind) => {
    const failing = endWith(tracing.begin(work()), Promise.reject(failure));
    await expect(failing).rejects.toBe(failure);
    await tracing.close();
    expect(collector.spans).toEqual([expect.objectContaining({ failed: true })]);
    expect(collector.spans[0]?.attributes['error.type']).toBe(kind);
    expect(collector.received).not.toContain('Pat');
  });

  it('tells of a collector that cannot be reached', async () => {
    const lost = impatientTracingTo('http://127.0.0.1:9', 500);
    lost.begin(work()).end();
    await lost.close();
    expect(troubles).toEqual([expect.stringContaining('ECONNREFUSED')]);
  });

  it('does not wait long for a collector that does not answer', async () => {
    collector.mood = 'does not answer';
    const waiting = impatientTracingTo(collector.endpoint, 3_500);
    const begun = performance.now();
    waiting.begin(work()).end();
    await waiting.close();
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(troubles).toEqual(['the last ones were not taken within 3000 ms']);
  });

  it('tells of a collector that refuses', async () => {
    collector.mood = 'refuses';
    tracing.begin(work()).end();
    await tracing.close();
    expect(troubles).toEqual(['Bad Request']);
  });
});
