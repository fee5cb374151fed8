import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { Tracing } from '@continuo/tracing/tracing';
import type { DynamicModule, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { ACCESS_KEYS, type AccessKeys } from './access-keys';
import { installBodyParsers } from './body-parser';
import { installEdge } from './edge';
import { EdgeAdapter } from './edge-adapter';
import { HttpModule } from './http.module';
import { Metrics } from './metrics';
import { installDocsPage } from './openapi/docs-page';
import { ApiDocuments } from './openapi/documents';
import { ProblemFilter } from './problem.filter';
import { assertEveryRouteDeclaresRoles, prepareRoutes } from './route-table';
import { createLogger, type LogLevel, PinoLogger } from './system/pino-logger';
import { elapsedMs, newCorrelationId, randomId } from './system/random-id';
import { traceRequests } from './trace-requests';

export interface HttpAppOptions {
  readonly logLevel?: LogLevel;
  readonly logger?: Logger;
  /** Largest body, 256 KiB by default. */
  readonly bodyLimitBytes?: number;
  /** How long a request may take to arrive, 30 s by default. */
  readonly requestTimeoutMs?: number;
  /** A span for each request; none by default. */
  readonly tracing?: Tracing;
  /** Called before the routes are made: for microservices, for Fastify plugins of a service. */
  readonly configure?: (app: NestFastifyApplication) => void | Promise<void>;
}

class RootModule {}

/**
 * A Nest application with the whole edge around `rootModule`, initialised, ready to listen. The
 * modules must provide {@link EVENT_STORE}, {@link CLOCK} and {@link ACCESS_KEYS}. Throws when a
 * route does not say who may call it.
 */
export async function createHttpApp(
  rootModule: Type<unknown> | DynamicModule,
  options: HttpAppOptions = {},
): Promise<NestFastifyApplication> {
  const logger = options.logger ?? createLogger(options.logLevel ?? 'info');
  const logError = (error: unknown, correlationId: string) =>
    logger.error({ err: error, correlationId }, 'unexpected error');
  const adapter = new EdgeAdapter({
    bodyLimitBytes: options.bodyLimitBytes ?? 256 * 1024,
    requestTimeoutMs: options.requestTimeoutMs ?? 30_000,
    newCorrelationId,
    logError,
  });
  const root: DynamicModule = { module: RootModule, imports: [HttpModule, rootModule] };
  const app = await NestFactory.create<NestFastifyApplication>(root, adapter, {
    logger: new PinoLogger(logger),
    bodyParser: false,
    abortOnError: false,
  });
  assertEveryRouteDeclaresRoles(app);
  prepareRoutes(app);
  const fastify = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  installBodyParsers(fastify);
  if (options.tracing?.on) traceRequests(fastify, options.tracing);
  await installEdge(fastify, {
    store: app.get<EventStore>(EVENT_STORE, { strict: false }),
    clock: app.get<Clock>(CLOCK, { strict: false }),
    keys: app.get<AccessKeys>(ACCESS_KEYS, { strict: false }),
    metrics: app.get(Metrics).requests,
    randomId,
    newCorrelationId,
    elapsedMs,
    logError,
  });
  if (logger.isLevelEnabled('debug')) logRequests(fastify, logger);
  app.useGlobalFilters(new ProblemFilter(adapter));
  app.get(ApiDocuments).describe(app);
  installDocsPage(app);
  await options.configure?.(app);
  await app.init();
  await fastify.ready();
  return app;
}

/** One line per request, without query, headers and body. */
function logRequests(fastify: FastifyInstance, logger: Logger): void {
  fastify.addHook('onResponse', (request, reply, done) => {
    logger.debug({
      method: request.method,
      route: request.scope?.rules?.path,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
      correlationId: request.scope?.correlationId,
      keyId: request.scope?.principal?.keyId,
    });
    done();
  });
}
