/** What is said of a span: words of the house and counts, never free text, never who a person is. */
export type SpanAttributes = Readonly<Record<string, string | number | readonly string[]>>;

export interface SpanStart {
  readonly kind: 'server' | 'client' | 'producer' | 'consumer' | 'internal';
  /** One of few: ids stand in no name. */
  readonly name: string;
  /** The `traceparent` that it goes on from; without a sound one it is the first of a trace. */
  readonly parent: string | undefined;
  readonly attributes: SpanAttributes;
}

/** A piece of work with a beginning and an end. */
export interface Span {
  /** W3C: what follows from this work is given it as its parent. */
  readonly traceparent: string;
  set(attribute: string, value: string | number): void;
  /** @param failure what went wrong, if something did: its code or name is kept, never its words */
  end(failure?: unknown): void;
}

export interface Tracer {
  readonly on: true;
  begin(start: SpanStart): Span;
}

/**
 * Whether and how work is traced. Parents are handed on explicitly, in commands, events and messages.
 * Where it is off there is nothing to call: the test of `on` is all that it costs.
 */
export type Tracing = Tracer | { readonly on: false };

export const NO_TRACING: Tracing = { on: false };

/** Injection token of {@link Tracing}. */
export const TRACING = Symbol('Tracing');

/** Ends a span with the work that it is about. */
export function endWith<Result>(span: Span, work: Promise<Result>): Promise<Result> {
  return work.then(
    (result) => {
      span.end();
      return result;
    },
    (failure: unknown) => {
      span.end(failure);
      throw failure;
    },
  );
}
