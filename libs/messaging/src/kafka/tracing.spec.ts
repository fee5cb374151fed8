import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import { TraceCollector } from '@continuo/testing/trace-collector';
import { OpenTelemetryTracing } from '@continuo/tracing/opentelemetry/opentelemetry-tracing';
import { Belfry, rung, TYPE } from './kafka.fixture';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';

describeWithKafka('the trace of a message over Kafka', () => {
  const engine = new KafkaEngine();
  beforeAll(() => engine.start(), 180_000);
  afterAll(() => engine.remove());

  it('goes from its event through the relay to its reader', async () => {
    const collector = await TraceCollector.open();
    const { endpoint } = collector;
    const troubles: Error[] = [];
    const onTrouble = (error: Error) => void troubles.push(error);
    const tracing = new OpenTelemetryTracing({ endpoint, serviceName: 'spec', onTrouble });
    const belfry = await Belfry.open(engine.broker);
    const heard: (string | undefined)[] = [];
    const handle = async ({ traceparent }: { traceparent?: string }) =>
      void heard.push(traceparent);
    const messaging = await belfry.start([{ group: 'ears', type: TYPE, handle }], { tracing });

    const traceparent = `00-${TRACE_ID}-00f067aa0ba902b7-01`;
    await belfry.store.append('bell-1', rung('c'), { traceparent });
    await messaging.caughtUp(await belfry.store.head());
    await belfry.dispose();
    await tracing.close();

    const [published] = collector.named(`publish ${TYPE}`);
    expect(published).toMatchObject({
      kind: 4,
      traceId: TRACE_ID,
      parentSpanId: '00f067aa0ba902b7',
      failed: false,
      attributes: { 'messaging.system': 'kafka', 'continuo.message_type': TYPE },
    });
    const [handled] = collector.named(`ears handles ${TYPE}`);
    expect(handled).toMatchObject({ traceId: TRACE_ID, parentSpanId: published?.spanId });
    expect(heard).toEqual([`00-${TRACE_ID}-${handled?.spanId}-01`]);
    expect(collector.spans).toHaveLength(2);
    expect(troubles).toEqual([]);
    await collector.close();
  }, 60_000);
});
