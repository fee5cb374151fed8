import type { FastifyRequest } from 'fastify';
import type { AccessKeys } from './access-keys';
import type { Principal } from './principal';
import { HttpProblem } from './problem';
import { unauthenticated } from './request-scope';
import type { RouteRules } from './route-rules';

const BEARER = /^Bearer +([\x21-\x7e]{1,300})$/i;

/** The holder of the request's key, who must have a role that the route names. */
export function authenticate(
  request: FastifyRequest,
  keys: AccessKeys,
  roles: NonNullable<RouteRules['roles']>,
): Principal | Promise<Principal> {
  const secret = secretOf(request);
  const found = secret === undefined ? undefined : keys.find(secret);
  return found instanceof Promise
    ? found.then((principal) => admitted(principal, roles))
    : admitted(found, roles);
}

function admitted(
  principal: Principal | undefined,
  roles: NonNullable<RouteRules['roles']>,
): Principal {
  if (principal === undefined) throw unauthenticated();
  if (principal.role !== 'admin' && !roles.has(principal.role)) {
    throw new HttpProblem(
      403,
      'forbidden-role',
      `A key of role ${principal.role} may not do this.`,
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
