import type { Clock } from '@continuo/kernel/clock';
import type { FastifyRequest } from 'fastify';
import type { Principal } from './principal';
import { HttpProblem } from './problem';
import type { RouteRules } from './route-rules';
import type { ReplySeal } from './system/reply-seal';

/** What the edge knows about one request beyond its content. */
export class RequestScope {
  principal: Principal | undefined = undefined;
  /** Of a POST that changes something. */
  idempotencyKey: string | undefined = undefined;
  /** The body as it came, until it is hashed. */
  rawBody: Buffer | undefined = undefined;
  /** Set while this request holds its Idempotency-Key; its answer will be kept. */
  claim:
    { readonly key: string; readonly requestHash: string; readonly seal: ReplySeal } | undefined =
    undefined;

  constructor(
    /** What the route's decorators say; undefined where no controller answers. */
    readonly rules: RouteRules | undefined,
    readonly correlationId: string,
    /** By the clock that never goes back. */
    readonly startedAtMs: number,
    readonly clock: Clock,
    /** Chance, from an adapter: for commands that come without an Idempotency-Key. */
    readonly randomId: () => string,
  ) {}
}

declare module 'fastify' {
  interface FastifyRequest {
    /** Set by the first hook of the edge. */
    scope: RequestScope;
  }
}

/** Throws 401 when the request came without a key (a public route). */
export function principalOf(request: FastifyRequest): Principal {
  const { principal } = request.scope;
  if (!principal) throw unauthenticated();
  return principal;
}

export function unauthenticated(): HttpProblem {
  return new HttpProblem(
    401,
    'unauthenticated',
    'Send a valid access key: Authorization: Bearer ck_...',
    { headers: { 'www-authenticate': 'Bearer realm="continuo"' } },
  );
}
