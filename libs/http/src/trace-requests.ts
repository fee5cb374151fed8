import type { Span, Tracer } from '@continuo/tracing/tracing';
import { readTraceparent } from '@continuo/tracing/traceparent';
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Where requests are traced. */
    span?: Span;
  }
}

/** Asked every few seconds by what watches the process: a trace of each would hide the others. */
const NOT_TRACED = /^\/(?:health(?:\/|$)|metrics$)/;

/**
 * A span for each request: method, route and status, nothing of what was sent. Hooks of their own, so
 * that without traces a request meets none of this.
 */
export function traceRequests(fastify: FastifyInstance, tracer: Tracer): void {
  fastify.decorateRequest('span');
  fastify.addHook('onRequest', (request, _reply, done) => {
    const { method, routeOptions } = request;
    const route = routeOptions.url;
    if (route === undefined || !NOT_TRACED.test(route)) {
      request.span = tracer.begin({
        kind: 'server',
        name: route === undefined ? method : `${method} ${route}`,
        parent: givenTraceparent(request),
        attributes: {
          'http.request.method': method,
          ...(route === undefined ? {} : { 'http.route': route }),
        },
      });
    }
    done();
  });
  fastify.addHook('onResponse', ({ span }, { statusCode }, done) => {
    span?.set('http.response.status_code', statusCode);
    span?.end(statusCode >= 500 ? String(statusCode) : undefined);
    done();
  });
  fastify.addHook('onRequestAbort', ({ span }, done) => {
    span?.end('aborted');
    done();
  });
}

/** What the work of a request goes on from: its own span, or what the caller has sent. */
export function traceparentOf(request: FastifyRequest): string | undefined {
  return request.span?.traceparent ?? givenTraceparent(request);
}

function givenTraceparent({ headers }: FastifyRequest): string | undefined {
  return readTraceparent(headers['traceparent']);
}
