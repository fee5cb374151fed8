import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { guardBody } from './body-guard';
import { HttpProblem } from './problem';

/** Bodies that are not JSON reach a handler that takes a string. */
const TEXT_TYPES = ['text/plain', 'text/csv'];

/** Parses bodies, and guards them before anything else sees them. */
export function installBodyParsers(fastify: FastifyInstance): void {
  fastify.removeAllContentTypeParsers();
  fastify.addContentTypeParser('application/json', { parseAs: 'buffer' }, (request, body, done) => {
    settle(done, () => (takesBytes(request) ? body : parseJson(request, body as Buffer)));
  });
  fastify.addContentTypeParser(TEXT_TYPES, { parseAs: 'buffer' }, (request, body, done) => {
    settle(done, () => {
      if (takesBytes(request)) return body;
      const text = textOf(request, body as Buffer);
      guardBody(text, text);
      return text;
    });
  });
}

/** Whoever checks a signature needs what was signed, to the byte. */
function takesBytes({ scope }: FastifyRequest): boolean {
  return scope.rules?.reads.has('raw-body') ?? false;
}

function settle(done: (error: Error | null, body?: unknown) => void, parse: () => unknown): void {
  let body: unknown;
  try {
    body = parse();
  } catch (error) {
    return done(error as Error);
  }
  done(null, body);
}

function textOf({ scope }: FastifyRequest, body: Buffer): string {
  if (scope.idempotencyKey !== undefined) scope.rawBody = body;
  // Otherwise what cannot be read would silently become U+FFFD, in the record for good.
  if (!isUtf8(body)) throw malformed('Send text in UTF-8.');
  return body.toString('utf8');
}

function parseJson(request: FastifyRequest, raw: Buffer): unknown {
  const text = textOf(request, raw);
  if (text === '') return undefined;
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw malformed('Send well-formed JSON.');
  }
  guardBody(text, body);
  return body;
}

function malformed(detail: string): HttpProblem {
  return new HttpProblem(400, 'malformed-json', detail);
}
