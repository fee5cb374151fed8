import httpProxy from '@fastify/http-proxy';
import type { ServiceName } from '@continuo/contracts/message-type';
import { HttpProblem } from '@continuo/http/problem';
import { problemDetails } from '@continuo/http/problem-details';
import { newCorrelationId } from '@continuo/http/system/random-id';
import { type FastifyInstance, type FastifyReply, fastify } from 'fastify';
import type { Instances } from './instances';

export interface ProxyOptions {
  /** By path; the longest that a request's path begins with counts. */
  readonly routes: ReadonlyMap<string, ServiceName>;
  readonly services: ReadonlyMap<ServiceName, Instances>;
  /** Address of what answers everything else. */
  readonly self: string;
  readonly bodyLimitBytes: number;
}

/** One address for all services: requests and answers pass unchanged, streams included. */
export async function createProxy(options: ProxyOptions): Promise<FastifyInstance> {
  const { routes, services, self, bodyLimitBytes } = options;
  // The services refuse what is too large themselves, in their own words; this only bounds the memory.
  const proxy = fastify({ bodyLimit: 4 * bodyLimitBytes, exposeHeadRoutes: false });
  for (const [prefix, service] of routes) {
    const instances = services.get(service);
    if (!instances) throw new Error(`no instance of ${service} is known`);
    const sentTo = new WeakMap<object, string>();
    await proxy.register(httpProxy, {
      prefix,
      rewritePrefix: prefix,
      upstream: '',
      preHandler: (_request, reply, done) => {
        if (instances.anyReady) done();
        else unavailable(reply, service);
      },
      replyOptions: {
        getUpstream: (request) => {
          const url = instances.next() ?? '';
          sentTo.set(request, url);
          return url;
        },
        onError: (reply) => {
          const url = sentTo.get(reply.request);
          if (url) instances.failed(url);
          unavailable(reply as FastifyReply, service);
        },
      },
    });
  }
  await proxy.register(httpProxy, { prefix: '/', upstream: self });
  return proxy;
}

/** What was asked for may have happened all the same: under its key it can be repeated safely. */
function unavailable(reply: FastifyReply, service: ServiceName): void {
  const problem = new HttpProblem(
    503,
    'service-unavailable',
    `The service ${service} does not answer now: repeat the request in a moment, with its Idempotency-Key.`,
  );
  const given = reply.request.headers['x-correlation-id'];
  const correlationId = typeof given === 'string' ? given : newCorrelationId();
  void reply
    .code(problem.status)
    .headers({ 'retry-after': '1', 'x-correlation-id': correlationId })
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(problemDetails(problem, correlationId)));
}
