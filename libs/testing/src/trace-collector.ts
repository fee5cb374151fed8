import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A span as a collector is told of it. */
export interface CollectedSpan {
  readonly service: string;
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId: string | undefined;
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly failed: boolean;
}

interface Attribute {
  readonly key: string;
  readonly value: {
    readonly stringValue?: string;
    readonly intValue?: number;
    readonly arrayValue?: { readonly values: readonly Attribute['value'][] };
  };
}

interface ExportedSpan {
  readonly name: string;
  readonly kind: number;
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly attributes: readonly Attribute[];
  readonly status: { readonly code: number };
}

interface ExportedTraces {
  readonly resourceSpans: readonly {
    readonly resource: { readonly attributes: readonly Attribute[] };
    readonly scopeSpans: readonly { readonly spans: readonly ExportedSpan[] }[];
  }[];
}

const STATUS_ERROR = 2;
const WAIT_MS = 10_000;

/** Takes traces in as OTLP over HTTP, in JSON. */
export class TraceCollector {
  readonly spans: CollectedSpan[] = [];
  /** All that was sent, as it came. */
  received = '';
  /** What it does with what comes. */
  mood: 'takes' | 'refuses' | 'does not answer' = 'takes';

  private constructor(private readonly server: Server) {}

  static async open(): Promise<TraceCollector> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        if (collector.mood === 'does not answer') return;
        const takes = collector.mood === 'takes' && request.url === '/v1/traces';
        if (takes) collector.take(Buffer.concat(chunks).toString());
        response.writeHead(takes ? 200 : 400, { 'content-type': 'application/json' }).end('{}');
      });
    });
    const collector = new TraceCollector(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return collector;
  }

  get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  named(name: string): readonly CollectedSpan[] {
    return this.spans.filter((span) => span.name === name);
  }

  /** Waits for a span of this name. */
  async first(name: string): Promise<CollectedSpan> {
    for (let waitedMs = 0; waitedMs < WAIT_MS; waitedMs += 50) {
      const [span] = this.named(name);
      if (span) return span;
      await sleep(50);
    }
    throw new Error(`no span ${name}; there are ${this.spans.map((span) => span.name).join(', ')}`);
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private take(text: string): void {
    this.received += text;
    for (const { resource, scopeSpans } of (JSON.parse(text) as ExportedTraces).resourceSpans) {
      const service = String(attributesOf(resource.attributes)['service.name']);
      for (const { spans } of scopeSpans) {
        for (const { attributes, status, ...span } of spans) {
          this.spans.push({
            service,
            name: span.name,
            kind: span.kind,
            traceId: span.traceId,
            spanId: span.spanId,
            parentSpanId: span.parentSpanId,
            attributes: attributesOf(attributes),
            failed: status.code === STATUS_ERROR,
          });
        }
      }
    }
  }
}

function attributesOf(attributes: readonly Attribute[]): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, valueOf(value)]));
}

function valueOf({ stringValue, intValue, arrayValue }: Attribute['value']): unknown {
  return stringValue ?? intValue ?? arrayValue?.values.map(valueOf);
}
