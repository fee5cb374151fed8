import type { FastifyRequest } from 'fastify';
import { secretOf } from './authenticate';
import { HttpProblem } from './problem';
import { traceparentOf } from './trace-requests';

/** A secret that gives access to one thing alone, and what ties the request to its effects. */
export interface Bearer {
  readonly secret: string;
  readonly correlationId: string;
  readonly traceparent?: string;
}

/** Throws 401 when the request came without a secret. What it opens is for the route to say. */
export function bearerOf(request: FastifyRequest): Bearer {
  const secret = secretOf(request);
  if (secret === undefined) {
    throw new HttpProblem(
      401,
      'secret-missing',
      'Send the secret that was handed to you: Authorization: Bearer ...',
      { headers: { 'www-authenticate': 'Bearer realm="continuo"' } },
    );
  }
  const { correlationId } = request.scope;
  return { secret, correlationId, traceparent: traceparentOf(request) };
}
