import type { AsOf } from '@continuo/event-store/command-runner';
import type { FastifyRequest } from 'fastify';
import { isInstant, normaliseInstant } from './field-rules';
import { badRequest, HttpProblem } from './problem';

/** An answer is never held longer, whatever the caller prefers. */
export const MAX_WAIT_MS = 30_000;
const ETAG = /^(?:W\/)?"(\d{1,15})"$/;
const WAIT = /(?:^|[,;\s])wait=(\d{1,6})(?:$|[,;\s])/i;
const REVISION = /^\d{1,15}$/;

/** If-Match as a stream revision. 428 when it is missing, 400 when it is not one of our ETags. */
export function expectedRevision(request: FastifyRequest): number {
  const value = request.headers['if-match'];
  if (value === undefined) {
    throw new HttpProblem(
      428,
      'if-match-required',
      'Read the resource, then send its ETag in If-Match, so that nobody overwrites what they have not seen.',
    );
  }
  const match = ETAG.exec(value.trim());
  if (!match) {
    throw new HttpProblem(
      400,
      'if-match-malformed',
      'Send one ETag as it was answered, such as If-Match: "3".',
    );
  }
  return Number(match[1]);
}

/** Prefer: wait=5 (RFC 7240) in ms; preferences that make no sense are ignored, as the RFC wants. */
export function waitMs(request: FastifyRequest): number {
  const value = request.headers['prefer'];
  if (value === undefined) return 0;
  const match = WAIT.exec(Array.isArray(value) ? value.join(',') : value);
  return match ? Math.min(Number(match[1]) * 1_000, MAX_WAIT_MS) : 0;
}

/** `?as_of=`: digits are a revision, anything else an instant; `?known_at=`: an instant. */
export function asOf(request: FastifyRequest): AsOf | undefined {
  const { as_of: at, known_at: known } = request.query as Record<string, string | undefined>;
  if (at === undefined && known === undefined) return undefined;
  if (known !== undefined && !isInstant(known))
    throw badRequest('/known_at', 'Send an RFC 3339 instant such as 2026-11-22T09:30:00Z.');
  const knownAt = known === undefined ? {} : { knownAt: normaliseInstant(known) };
  if (at === undefined) return knownAt;
  if (REVISION.test(at)) return { ...knownAt, revision: Number(at) };
  if (isInstant(at)) return { ...knownAt, instant: normaliseInstant(at) };
  throw badRequest(
    '/as_of',
    'Send an RFC 3339 instant such as 2026-11-22T09:30:00Z, or a revision.',
  );
}
