/** https://www.w3.org/TR/trace-context/#traceparent-header; later versions may say more at the end. */
const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}(?=-|$)/;
const LENGTH = 55;
const FLAG_SAMPLED = 1;

export interface TraceparentParts {
  readonly traceId: string;
  readonly spanId: string;
  readonly sampled: boolean;
}

/** A `traceparent` that can be gone on from, in the version of today; undefined for any other value. */
export function readTraceparent(value: unknown): string | undefined {
  if (typeof value !== 'string' || !TRACEPARENT.test(value)) return undefined;
  if (value.startsWith('00')) return value.length === LENGTH ? value : undefined;
  // Of what a later version says, only these parts are known to mean the same.
  return writeTraceparent(partsOf(value));
}

export function writeTraceparent({ traceId, spanId, sampled }: TraceparentParts): string {
  return `00-${traceId}-${spanId}-${sampled ? '01' : '00'}`;
}

/** Of a value that {@link readTraceparent} has answered. */
export function partsOf(traceparent: string): TraceparentParts {
  return {
    traceId: traceparent.slice(3, 35),
    spanId: traceparent.slice(36, 52),
    sampled: (Number.parseInt(traceparent.slice(53, LENGTH), 16) & FLAG_SAMPLED) === FLAG_SAMPLED,
  };
}
