import { type Span as SdkSpan, SpanStatusCode, TraceFlags } from '@opentelemetry/api';
import { writeTraceparent } from '../traceparent';
import type { Span } from '../tracing';

/** A span of the SDK. */
export class OpenTelemetrySpan implements Span {
  readonly traceparent: string;

  constructor(private readonly span: SdkSpan) {
    const { traceId, spanId, traceFlags } = span.spanContext();
    const sampled = (traceFlags & TraceFlags.SAMPLED) === TraceFlags.SAMPLED;
    this.traceparent = writeTraceparent({ traceId, spanId, sampled });
  }

  set(attribute: string, value: string | number): void {
    this.span.setAttribute(attribute, value);
  }

  end(failure?: unknown): void {
    if (failure !== undefined) {
      this.span.setAttribute('error.type', nameOf(failure));
      this.span.setStatus({ code: SpanStatusCode.ERROR });
    }
    this.span.end();
  }
}

/** Messages of errors may quote what a person has said; codes and names do not. */
function nameOf(failure: unknown): string {
  if (typeof failure === 'string') return failure;
  if (!(failure instanceof Error)) return 'unknown';
  return 'code' in failure && typeof failure.code === 'string' ? failure.code : failure.name;
}
