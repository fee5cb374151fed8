import { createParamDecorator, type ExecutionContext, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiHeader, type ApiHeaderOptions, ApiQuery } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { bearerOf } from './bearer';
import { commandContextOf } from './command-context-of';
import { asOf, expectedRevision, waitMs } from './request-headers';
import {
  NO_IDEMPOTENCY_KEY_METADATA,
  noteReads,
  PUBLIC_METADATA,
  type Reads,
  ROLES_METADATA,
} from './route-rules';
import type { Role } from './principal';
import { principalOf } from './request-scope';

/** Who may call a route, or all routes of a controller; `admin` always may. */
export function Roles(...roles: readonly Role[]): MethodDecorator & ClassDecorator {
  return SetMetadata(ROLES_METADATA, roles);
}

/** Anyone may call it, without a key. */
export function Public(): MethodDecorator & ClassDecorator {
  return SetMetadata(PUBLIC_METADATA, true);
}

/** For a POST that changes nothing (a preview, a quote): it needs no Idempotency-Key and keeps no answer. */
export function NoIdempotencyKey(): MethodDecorator {
  return SetMetadata(NO_IDEMPOTENCY_KEY_METADATA, true);
}

/**
 * For a route whose body is signed: it takes the very bytes, `@Body() raw: Buffer`. They are neither
 * parsed nor looked at before; nothing of them may be kept but what the route picks.
 */
export function RawBody(): MethodDecorator {
  return (target, property) => noteReads(target, property, 'raw-body');
}

function reading(
  what: Reads,
  read: (request: FastifyRequest) => unknown,
  documented: readonly MethodDecorator[] = [],
): () => ParameterDecorator {
  const parameter = createParamDecorator((_: unknown, context: ExecutionContext) =>
    read(context.switchToHttp().getRequest<FastifyRequest>()),
  );
  return () => (target, property, index) => {
    if (property === undefined) throw new Error('reads a request: for parameters of a route only');
    parameter()(target, property, index);
    noteReads(target, property, what);
    const descriptor = Object.getOwnPropertyDescriptor(target, property) as PropertyDescriptor;
    for (const document of documented) document(target, property, descriptor);
  };
}

const header = (name: string, description: string, rest: Partial<ApiHeaderOptions> = {}) =>
  ApiHeader({ name, description, required: false, ...rest });

/** The holder of the key: `@Caller() principal: Principal`. */
export const Caller = reading('caller', principalOf);

/** Who, on which call, by which script, caused by what: `@CommandCtx() context: CommandContext`. */
export const CommandCtx = reading('command', commandContextOf, [
  header(
    'Continuo-Agent-Id',
    'The agent for whom a call centre, an integration or an admin speaks.',
  ),
  header('Continuo-Call-Centre-Id', "The agent's call centre, when the key has none of its own."),
  header('Continuo-Call-Id', 'The call during which this is done; kept with every change.'),
  header('Continuo-Script-Version', 'The script that was read aloud; kept with every change.'),
  header(
    'Continuo-Effective-At',
    'Of a correction by a supervisor, an integration or an admin: since when it was true. An RFC 3339 instant that has passed.',
  ),
]);

/** What a public route is asked with instead of an access key: `@Presented() bearer: Bearer`. */
export const Presented = reading('bearer', bearerOf, [ApiBearerAuth()]);

/** The stream revision the caller has seen (If-Match): `@ExpectedRevision() revision: number`. */
export const ExpectedRevision = reading('revision', expectedRevision, [
  header('If-Match', "The resource's ETag as last seen.", { required: true, example: '"3"' }),
]);

/** How long the answer may be held back for an outcome (Prefer: wait=5), in ms; 0 when not asked. */
export const WaitMs = reading('wait', waitMs, [
  header('Prefer', '`wait=5` holds the answer for up to 5 seconds until the outcome is known.'),
]);

/** `?as_of=` an instant or a revision, `?known_at=` an instant: `@AsOfParam() asOf: AsOf | undefined`. */
export const AsOfParam = reading('as-of', asOf, [
  ApiQuery({
    name: 'as_of',
    required: false,
    description: 'An RFC 3339 instant (business time) or a revision, both inclusive.',
    schema: { type: 'string' },
  }),
  ApiQuery({
    name: 'known_at',
    required: false,
    description:
      'An RFC 3339 instant (recorded time), inclusive: by what was known then, without what was corrected later.',
    schema: { type: 'string' },
  }),
]);
