import {
  type Attributes,
  type Context,
  ROOT_CONTEXT,
  SpanKind,
  TraceFlags,
  type Tracer as SdkTracer,
  trace,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { defaultResource, resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor } from '@opentelemetry/sdk-trace-node';
import { partsOf, readTraceparent } from '../traceparent';
import type { Span, SpanStart, Tracer } from '../tracing';
import { OpenTelemetrySpan } from './opentelemetry-span';
import { WatchedExporter } from './watched-exporter';

export interface OpenTelemetryOptions {
  /** Base address of a collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  readonly serviceName: string;
  /** Spans cannot be exported any more: told once until they can again. */
  readonly onTrouble: (error: Error) => void;
}

const KINDS: Readonly<Record<SpanStart['kind'], SpanKind>> = {
  server: SpanKind.SERVER,
  client: SpanKind.CLIENT,
  producer: SpanKind.PRODUCER,
  consumer: SpanKind.CONSUMER,
  internal: SpanKind.INTERNAL,
};

/** A collector that does not answer may delay the end of the process so long. */
const CLOSE_WITHIN_MS = 3_000;

/**
 * Spans by the SDK of OpenTelemetry, exported in batches. Nothing of it is registered globally: there
 * is no context but the one that is handed on. Sampler, batches, limits and the exporter's headers
 * follow the SDK's own `OTEL_...` variables.
 */
export class OpenTelemetryTracing implements Tracer {
  readonly on = true;
  private readonly provider: BasicTracerProvider;
  private readonly tracer: SdkTracer;
  private readonly onTrouble: (error: Error) => void;

  constructor({ endpoint, serviceName, onTrouble }: OpenTelemetryOptions) {
    this.onTrouble = onTrouble;
    const url = `${endpoint.replace(/\/+$/, '')}/v1/traces`;
    const exporter = new WatchedExporter(new OTLPTraceExporter({ url }), onTrouble);
    this.provider = new BasicTracerProvider({
      resource: defaultResource().merge(resourceFromAttributes({ 'service.name': serviceName })),
      spanProcessors: [new BatchSpanProcessor(exporter)],
    });
    this.tracer = this.provider.getTracer('continuo');
  }

  begin({ kind, name, parent, attributes }: SpanStart): Span {
    const options = { kind: KINDS[kind], attributes: attributes as Attributes };
    return new OpenTelemetrySpan(this.tracer.startSpan(name, options, contextOf(parent)));
  }

  /** Exports what has ended, as far as that is soon done. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const timeUp = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        this.onTrouble(new Error(`the last ones were not taken within ${CLOSE_WITHIN_MS} ms`));
        resolve();
      }, CLOSE_WITHIN_MS);
    });
    // What was refused has been told.
    const flushed = this.provider.shutdown().catch(() => undefined);
    await Promise.race([flushed, timeUp]);
    clearTimeout(timer);
  }
}

function contextOf(parent: string | undefined): Context {
  const traceparent = readTraceparent(parent);
  if (traceparent === undefined) return ROOT_CONTEXT;
  const { traceId, spanId, sampled } = partsOf(traceparent);
  const traceFlags = sampled ? TraceFlags.SAMPLED : TraceFlags.NONE;
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags, isRemote: true });
}
