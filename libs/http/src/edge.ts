import type { EventStore } from '@continuo/event-store/event-store';
import type { FieldProblem } from '@continuo/kernel/domain-error';
import type { Clock } from '@continuo/kernel/clock';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { AccessKeys } from './access-keys';
import { authenticate } from './authenticate';
import { guardValues } from './body-guard';
import { cardRefused, looksLikeCard, maybeCard } from './card-guard';
import { UNKNOWN_FIELD } from './dto-validator';
import { Idempotency, idempotencyKeyOf, replay } from './idempotency';
import type { Principal } from './principal';
import { badRequest, HttpProblem } from './problem';
import { sayPositions } from './read-your-writes';
import type { RequestDurations } from './request-durations';
import { RequestScope } from './request-scope';
import type { RouteRules } from './route-rules';
import { API_HEADERS, helmetHeaders } from './security-headers';

/** What the edge needs from outside. */
export interface EdgePorts {
  readonly store: EventStore;
  readonly clock: Clock;
  readonly keys: AccessKeys;
  readonly metrics: RequestDurations;
  readonly randomId: () => string;
  readonly newCorrelationId: () => string;
  /** Never goes back; for durations. */
  readonly elapsedMs: () => number;
  readonly logError: (error: unknown, correlationId: string) => void;
}

const CORRELATION_ID = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;
/** Free-text headers that are read, and kept with the events. */
const GUARDED_HEADERS = [
  'idempotency-key',
  'x-correlation-id',
  'continuo-agent-id',
  'continuo-call-centre-id',
  'continuo-customer-id',
  'continuo-channel',
  'continuo-call-id',
  'continuo-script-version',
] as const;

/**
 * Everything that happens to a request before and after its handler. Fastify hooks rather than Nest
 * guards, pipes and interceptors: those cost a promise each, and this road is taken by every order.
 */
export async function installEdge(fastify: FastifyInstance, ports: EdgePorts): Promise<void> {
  const { elapsedMs, metrics, newCorrelationId } = ports;
  const idempotency = new Idempotency(ports.store, ports.logError);
  const pageHeaders = await helmetHeaders();
  fastify.decorateRequest('scope');
  fastify.addHook('onRoute', (route) => {
    const rules = route.config?.rules;
    if (rules) route.config = { ...route.config, rules: { ...rules, path: route.url } };
  });

  fastify.addHook('onRequest', (request, reply, done) => {
    // Fastify makes a new object at every look at routeOptions: one look is enough.
    const { rules } = request.routeOptions.config;
    const correlationId = correlationIdOf(request) ?? newCorrelationId();
    request.scope = new RequestScope(
      rules,
      correlationId,
      elapsedMs(),
      ports.clock,
      ports.randomId,
    );
    reply.headers(rules === undefined ? pageHeaders : API_HEADERS);
    reply.header('x-correlation-id', correlationId);
    try {
      guardHead(request);
      const admission = rules && admit(request, rules, ports.keys);
      if (admission) return void admission.then(() => done(), done);
    } catch (error) {
      return done(error as Error);
    }
    done();
  });

  fastify.addHook('preHandler', (request, reply, done) => {
    const { rules, idempotencyKey } = request.scope;
    if (rules === undefined) return done();
    try {
      validate(request, rules);
    } catch (error) {
      return done(error as Error);
    }
    if (idempotencyKey === undefined) return done();
    idempotency
      .begin(request)
      .then((kept) => (kept === undefined ? done() : void replay(reply, kept)), done);
  });

  fastify.addHook('onSend', (request, reply, payload, done) => {
    const { scope } = request;
    const seconds = (elapsedMs() - scope.startedAtMs) / 1_000;
    metrics.count(request.method, scope.rules?.path ?? 'none', reply.statusCode, seconds);
    sayPositions(request, reply, ports.store);
    if (scope.claim === undefined) return done();
    idempotency.complete(request, reply, payload).then(() => done(), done);
  });
}

function correlationIdOf(request: FastifyRequest): string | undefined {
  const given = request.headers['x-correlation-id'];
  if (typeof given !== 'string') return undefined;
  return CORRELATION_ID.test(given) && !looksLikeCard(given) ? given : undefined;
}

/** Path, query and headers; the body is guarded where it is parsed. */
function guardHead(request: FastifyRequest): void {
  const { headers } = request;
  const url = request.raw.url ?? '';
  if (url.includes('%') || url.includes('+') || url.includes('?')) {
    const text = decoded(url);
    if (text.includes('\0'))
      throw badRequest('', 'Send a path and a query without NUL characters.');
    if (maybeCard(text) || url.includes('?')) {
      guardValues(request.query);
      if (looksLikeCard(text.split('?', 1)[0] ?? '')) throw cardRefused('');
    }
  } else if (looksLikeCard(url)) throw cardRefused('');
  for (const name of GUARDED_HEADERS) {
    const value = headers[name];
    if (typeof value === 'string' && looksLikeCard(value)) throw cardRefused('');
  }
}

function decoded(url: string): string {
  try {
    return decodeURIComponent(url);
  } catch {
    return url;
  }
}

/** A promise only where the keys are asked for elsewhere. */
function admit(
  request: FastifyRequest,
  rules: RouteRules,
  keys: AccessKeys,
): Promise<void> | undefined {
  const { scope } = request;
  const enter = (principal?: Principal): undefined => {
    if (principal) scope.principal = principal;
    if (rules.needsIdempotencyKey) scope.idempotencyKey = idempotencyKeyOf(request);
  };
  const principal = rules.roles && authenticate(request, keys, rules.roles);
  return principal instanceof Promise ? principal.then(enter) : enter(principal);
}

function validate(request: FastifyRequest, rules: RouteRules): void {
  const { validateBody, validateQuery, reads } = rules;
  if (validateQuery !== undefined) {
    const query = request.query as Record<string, unknown>;
    const { as_of: _, known_at: __, ...rest } = query;
    refuse(query, validateQuery(reads.has('as-of') ? rest : query));
    if (reads.has('as-of')) Object.assign(query, rest);
  }
  if (validateBody === undefined) guardValues(request.body);
  else if (request.method !== 'GET' && request.method !== 'HEAD') {
    if (typeof request.body === 'string') {
      throw new HttpProblem(415, 'unsupported-media-type', 'Send Content-Type: application/json.');
    }
    refuse(request.body, validateBody(request.body ?? {}));
  }
}

function refuse(value: unknown, problems: readonly FieldProblem[] | undefined): void {
  if (problems === undefined) return;
  const unknown = problems.some(({ detail }) => detail === UNKNOWN_FIELD);
  // A declared body has no field for a security code, so it is looked for only where one is unknown.
  if (unknown) guardValues(value);
  const [first] = problems;
  const detail =
    problems.length === 1 && first
      ? `${first.pointer || 'The body'}: ${first.detail}`
      : 'See errors: each names a field and what to send.';
  throw new HttpProblem(400, unknown ? 'unknown-field' : 'invalid-request', detail, {
    fields: problems,
  });
}
