import type { Actor } from '@continuo/kernel/actor';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { FastifyRequest } from 'fastify';
import { isInstant, normaliseInstant } from './field-rules';
import { askerOf, type Principal, type Role } from './principal';
import { HttpProblem } from './problem';
import { principalOf } from './request-scope';
import { traceparentOf } from './trace-requests';

const SPEAKS_FOR_AGENTS: ReadonlySet<Role> = new Set(['call-centre', 'integration', 'admin']);
const CHOOSES_CALL_CENTRE: ReadonlySet<Role> = new Set(['integration', 'admin']);
const CORRECTS_THE_PAST: ReadonlySet<Role> = new Set(['supervisor', 'integration', 'admin']);
const REFERENCE = /^[A-Za-z0-9][A-Za-z0-9._:/@+-]{0,127}$/;

/** The context of the command that a request asks for. */
export function commandContextOf(request: FastifyRequest): CommandContext {
  const { scope } = request;
  const principal = principalOf(request);
  const { idempotencyKey } = scope;
  return {
    // Derived from the key, so that a repeat after a crash between commit and kept answer has no second effect.
    commandId:
      idempotencyKey === undefined
        ? scope.randomId()
        : deriveUuid('http', askerOf(principal), idempotencyKey),
    actor: actorOf(principal, request),
    now: scope.clock.now(),
    effectiveAt: effectiveAt(request, principal, scope.clock.now()),
    callId: reference(request, 'continuo-call-id'),
    scriptVersion: reference(request, 'continuo-script-version'),
    correlationId: scope.correlationId,
    traceparent: traceparentOf(request),
  };
}

function actorOf(principal: Principal, request: FastifyRequest): Actor {
  const { customerId, channel, keyId } = principal;
  if (customerId !== undefined) {
    const kind = channel === 'ivr' ? 'ivr' : 'customer';
    return { kind, id: customerId, callCentreId: principal.callCentreId, via: keyId };
  }
  return actorOfKey(principal, request);
}

function actorOfKey(principal: Principal, request: FastifyRequest): Actor {
  const agentId = reference(request, 'continuo-agent-id');
  if (principal.role === 'agent') return agentActor(principal, agentId);
  if (agentId !== undefined && SPEAKS_FOR_AGENTS.has(principal.role)) {
    const callCentreId = CHOOSES_CALL_CENTRE.has(principal.role)
      ? (principal.callCentreId ?? reference(request, 'continuo-call-centre-id'))
      : principal.callCentreId;
    return { kind: 'agent', id: agentId, callCentreId, via: principal.keyId };
  }
  if (agentId !== undefined && agentId !== principal.agentId) throw mayNotSpeakForAgents();
  if (principal.role === 'vendor') {
    return { kind: 'vendor', id: principal.vendorId ?? principal.keyId, via: principal.keyId };
  }
  const { keyId, callCentreId } = principal;
  const kind = principal.role === 'call-centre' ? 'integration' : principal.role;
  return principal.agentId !== undefined && kind !== 'integration'
    ? { kind, id: principal.agentId, callCentreId, via: keyId }
    : { kind, id: keyId, callCentreId };
}

function agentActor(principal: Principal, named: string | undefined): Actor {
  const id = principal.agentId ?? principal.keyId;
  if (named !== undefined && named !== id) throw mayNotSpeakForAgents();
  return { kind: 'agent', id, callCentreId: principal.callCentreId, via: principal.keyId };
}

function mayNotSpeakForAgents(): HttpProblem {
  return new HttpProblem(
    403,
    'forbidden-agent',
    'This key may not speak for that agent: leave out Continuo-Agent-Id, or use a key of the call centre.',
  );
}

/** Since when it was true, of a correction that is made only now; the record keeps both moments. */
function effectiveAt(
  request: FastifyRequest,
  { role }: Principal,
  now: Instant,
): Instant | undefined {
  const name = 'continuo-effective-at';
  const value = request.headers[name];
  if (value === undefined || value === '') return undefined;
  if (!CORRECTS_THE_PAST.has(role)) {
    throw new HttpProblem(
      403,
      'forbidden-back-dating',
      'Leave out Continuo-Effective-At, or let a supervisor make this correction.',
    );
  }
  const instant = isInstant(value) ? normaliseInstant(value as string) : undefined;
  if (instant !== undefined && instant <= now) return instant;
  throw new HttpProblem(
    400,
    'invalid-header',
    `Send ${name} as an RFC 3339 instant that has passed, such as 2026-11-22T09:30:00Z, once.`,
  );
}

/** A header that is kept with the event: bounded, and of characters that are safe in any log. */
function reference(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  if (value === undefined || value === '') return undefined;
  if (typeof value === 'string' && REFERENCE.test(value)) return value;
  throw new HttpProblem(
    400,
    'invalid-header',
    `Send ${name} as 1 to 128 letters, digits or . _ : / @ + -, once.`,
  );
}
