import type { FastifyRequest } from 'fastify';
import type { AccessKeys } from './access-keys';
import type { Principal } from './principal';
import { HttpProblem } from './problem';
import { unauthenticated } from './request-scope';
import type { RouteRules } from './route-rules';
import { speakingFor } from './self-service';

const BEARER = /^Bearer +([\x21-\x7e]{1,300})$/i;

/** The holder of the request's key, or the customer it speaks for, who must have a role that the route names. */
export function authenticate(
  request: FastifyRequest,
  keys: AccessKeys,
  roles: NonNullable<RouteRules['roles']>,
): Principal | Promise<Principal> {
  const secret = secretOf(request);
  const found = secret === undefined ? undefined : keys.find(secret);
  return found instanceof Promise
    ? found.then((holder) => admitted(holder, request, roles))
    : admitted(found, request, roles);
}

function admitted(
  holder: Principal | undefined,
  { headers }: FastifyRequest,
  roles: NonNullable<RouteRules['roles']>,
): Principal {
  if (holder === undefined) throw unauthenticated();
  const principal = speakingFor(holder, headers);
  if (principal.role !== 'admin' && !roles.has(principal.role)) {
    throw new HttpProblem(
      403,
      'forbidden-role',
      principal.role === 'customer'
        ? 'A customer may not do this for themself: it takes somebody of the seller.'
        : `A key of role ${principal.role} may not do this.`,
      {
        data: { allowed_roles: [...roles, 'admin'] },
      },
    );
  }
  return principal;
}

/** The secret that a request came with. */
export function secretOf({ headers }: FastifyRequest): string | undefined {
  const { authorization } = headers;
  if (authorization !== undefined) return BEARER.exec(authorization)?.[1];
  const key = headers['x-api-key'];
  return typeof key === 'string' ? key : undefined;
}
