import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOW } from '@continuo/testing/examples';
import { TraceCollector } from '@continuo/testing/trace-collector';
import { OpenTelemetryTracing } from '@continuo/tracing/opentelemetry/opentelemetry-tracing';
import { ConsumerRunner } from './consumer-runner';
import { MessagingDatabase } from './in-process/messaging-database';
import { contextFor, type IntegrationMessage } from './message';
import { systemTimers } from './system/system-timers';
import { Watermark } from './watermark';

const TRACE_ID = '4bf92f3577b34da6a3ce929d0e0e4736';
const message: IntegrationMessage = {
  id: 'message-1',
  type: 'continuo.bells.bell-rung.v1',
  source: '/continuo/bells',
  subject: 'cus_1',
  sequence: 0,
  position: 1,
  time: NOW,
  actor: { kind: 'system', id: 'spec' },
  correlationId: 'cor_1',
  traceparent: `00-${TRACE_ID}-00f067aa0ba902b7-01`,
  data: {},
};

describe('the trace of a message', () => {
  it('has a span for each attempt, from which the command of the handler goes on', async () => {
    const collector = await TraceCollector.open();
    const { endpoint } = collector;
    const onTrouble = (error: Error) => {
      throw error;
    };
    const tracing = new OpenTelemetryTracing({ endpoint, serviceName: 'spec', onTrouble });
    const folder = await mkdtemp(join(tmpdir(), 'continuo-spans-'));
    const parking = new MessagingDatabase(join(folder, 'parking.db'));
    const heard: (string | undefined)[] = [];
    const handle = async (heardMessage: IntegrationMessage) => {
      heard.push(contextFor(heardMessage, 'ring', 'bells', NOW).traceparent);
      if (heard.length === 1) throw new TypeError('Pat did not listen');
    };
    const runner = await ConsumerRunner.open(
      {
        group: 'ears',
        handlerOf: () => handle,
        parking,
        timers: systemTimers,
        clock: { now: () => NOW },
        retryDelaysMs: [1],
        tracing,
      },
      0,
    );
    const source = new Watermark(0);
    runner.accept({ message, source, ticket: source.begin(1) });
    await runner.backlogBelow(1);
    await tracing.close();

    const name = 'ears handles continuo.bells.bell-rung.v1';
    expect(collector.named(name)).toEqual(
      [true, false].map((failed, index) =>
        expect.objectContaining({
          kind: 5,
          traceId: TRACE_ID,
          parentSpanId: '00f067aa0ba902b7',
          failed,
          attributes: {
            'messaging.operation.type': 'process',
            'messaging.consumer.group.name': 'ears',
            'messaging.message.id': 'message-1',
            'continuo.message_type': 'continuo.bells.bell-rung.v1',
            'continuo.attempt': index + 1,
            ...(failed ? { 'error.type': 'TypeError' } : {}),
          },
        }),
      ),
    );
    expect(heard).toEqual(collector.spans.map(({ spanId }) => `00-${TRACE_ID}-${spanId}-01`));
    expect(collector.received).not.toContain('Pat');
    expect(collector.received).not.toContain('cus_1');
    await runner.stop();
    parking.close();
    await collector.close();
    await rm(folder, { recursive: true });
  });
});
