import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-node';

type Exported = Parameters<SpanExporter['export']>[1];

/** Tells when spans begin to be lost, instead of each time that some are. */
export class WatchedExporter implements SpanExporter {
  private failing = false;

  constructor(
    private readonly exporter: SpanExporter,
    private readonly onTrouble: (error: Error) => void,
  ) {}

  export(spans: ReadableSpan[], exported: Exported): void {
    this.exporter.export(spans, (result) => {
      const { error } = result;
      if (error && !this.failing) this.onTrouble(error);
      this.failing = error !== undefined;
      exported(result);
    });
  }

  async forceFlush(): Promise<void> {
    await this.exporter.forceFlush?.();
  }

  shutdown(): Promise<void> {
    return this.exporter.shutdown();
  }
}
