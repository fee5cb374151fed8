import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { TraceCollector } from '@continuo/testing/trace-collector';
import { WatchedExporter } from './watched-exporter';

describe('an exporter that is watched', () => {
  it('tells when spans begin to be lost, not each time that some are', async () => {
    const collector = await TraceCollector.open();
    const told: string[] = [];
    const exporter = new WatchedExporter(
      new OTLPTraceExporter({ url: `${collector.endpoint}/v1/traces` }),
      ({ message }) => told.push(message),
    );
    const codes: number[] = [];
    const sent = () =>
      new Promise<void>((resolve) => {
        exporter.export([], ({ code }) => {
          codes.push(code);
          resolve();
        });
      });
    for (const mood of ['refuses', 'refuses', 'takes', 'refuses'] as const) {
      collector.mood = mood;
      await sent();
    }
    expect(told).toEqual(['Bad Request', 'Bad Request']);
    expect(codes).toEqual([1, 1, 0, 1]);
    await exporter.shutdown();
    await collector.close();
  });
});
