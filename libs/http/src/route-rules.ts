import type { DtoValidator } from './dto-validator';
import type { Role } from './principal';

/** What a route's decorators say; read once, at start, into the route's Fastify config. */
export const ROLES_METADATA = 'continuo:roles';
export const PUBLIC_METADATA = 'continuo:public';
export const NO_IDEMPOTENCY_KEY_METADATA = 'continuo:no-idempotency-key';
/** Set of {@link Reads}: which parts of a request beyond body, path and query a handler reads. */
export const READS_METADATA = 'continuo:reads';

export type Reads = 'caller' | 'command' | 'revision' | 'wait' | 'as-of' | 'raw-body' | 'bearer';

/** Everything the edge checks for a route before its handler runs. */
export interface RouteRules {
  /** As declared, with its parameters' names; empty until the route is made. */
  readonly path: string;
  /** Undefined on a public route. */
  readonly roles: ReadonlySet<Role> | undefined;
  readonly needsIdempotencyKey: boolean;
  readonly reads: ReadonlySet<Reads>;
  /** Undefined where the handler takes it as it comes. */
  readonly validateBody: DtoValidator | undefined;
  readonly validateQuery: DtoValidator | undefined;
}

/** Notes on a controller's method that it reads a part of the request. */
export function noteReads(target: object, property: string | symbol, what: Reads): void {
  const method = (target as Record<string | symbol, unknown>)[property] as object;
  const known =
    (Reflect.getMetadata(READS_METADATA, method) as Set<Reads> | undefined) ?? new Set();
  Reflect.defineMetadata(READS_METADATA, known.add(what), method);
}

export function readsOf(method: object): ReadonlySet<Reads> {
  return (Reflect.getMetadata(READS_METADATA, method) as Set<Reads> | undefined) ?? new Set();
}
