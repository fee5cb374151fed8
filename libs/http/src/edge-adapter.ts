import { StreamableFile } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import {
  fastify as createFastify,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
} from 'fastify';
import { HttpProblem } from './problem';
import { problemDetails, problemOf } from './problem-details';
import { minPositionOf, POSITION, readAgain, reflectedBy } from './read-your-writes';
import { Reply } from './reply';

export interface EdgeAdapterOptions {
  readonly bodyLimitBytes: number;
  readonly requestTimeoutMs: number;
  readonly newCorrelationId: () => string;
  readonly logError: (error: unknown, correlationId: string) => void;
}

/**
 * Nest on Fastify, with our answers: {@link Reply} on success, problem details otherwise. Without
 * Nest's middleware, CORS, CSRF and header versions, whose hooks every request would pay for.
 */
export class EdgeAdapter extends FastifyAdapter {
  constructor(private readonly edge: EdgeAdapterOptions) {
    const instance = createFastify({
      bodyLimit: edge.bodyLimitBytes,
      requestTimeout: edge.requestTimeoutMs,
      trustProxy: false,
      routerOptions: { maxParamLength: 200 },
      frameworkErrors: (error, request, reply) => {
        this.refuse(error, request, reply as unknown as FastifyReply);
      },
    });
    const { addHook } = instance;
    instance.addHook = () => instance;
    super(instance);
    instance.addHook = addHook;
  }

  /** Nest registers its middleware here. */
  override init(): Promise<void> {
    return Promise.resolve();
  }

  /** A list that does not reflect what its caller has asked for is not answered yet. */
  override reply(response: FastifyReply, body: unknown, statusCode?: number): FastifyReply {
    const { request } = response;
    const reflected = reflectedBy(request, body instanceof Reply ? body.body : body);
    if (reflected !== undefined) {
      const wanted = minPositionOf(request);
      // Nest waits for what comes back here, and has what it throws answered.
      if (wanted !== undefined && reflected < wanted)
        return readAgain(request, response, reflected, wanted) as unknown as FastifyReply;
      response.header(POSITION, String(reflected));
    }
    if (body instanceof Reply) return sendReply(response, body);
    if (body instanceof StreamableFile) return super.reply(response, body, statusCode ?? 200);
    if (statusCode !== undefined) response.code(statusCode);
    return response.send(body);
  }

  /** Nest would wrap what hooks throw into its own exceptions; the code would be lost. */
  override setErrorHandler(): FastifyInstance {
    return this.instance.setErrorHandler((error, request, reply) => {
      this.refuse(error, request, reply);
    }) as unknown as FastifyInstance;
  }

  override setNotFoundHandler(): FastifyInstance {
    return this.instance.setNotFoundHandler((request, reply) => {
      const detail = 'There is no such route; see /docs.';
      this.refuse(new HttpProblem(404, 'route-not-found', detail), request, reply);
    }) as unknown as FastifyInstance;
  }

  /** Answers any error as problem details: never a stack, never another's words. */
  refuse(error: unknown, request: FastifyRequest, reply: FastifyReply): void {
    // The router refuses some addresses before any hook has run.
    const correlationId = request.scope?.correlationId ?? this.edge.newCorrelationId();
    let problem = problemOf(error, request.headers['if-match'] !== undefined);
    if (problem === undefined) {
      this.edge.logError(error, correlationId);
      problem = new HttpProblem(
        500,
        'internal-error',
        'Something went wrong here. Try again, and name the correlation id if it stays.',
      );
    }
    void reply
      .code(problem.status)
      .headers(problem.options.headers ?? {})
      .header('x-correlation-id', correlationId)
      .header('content-type', 'application/problem+json')
      // As bytes: to text Fastify would add a charset, which this media type does not have.
      .send(Buffer.from(JSON.stringify(problemDetails(problem, correlationId))));
  }
}

function sendReply(response: FastifyReply, { body, options }: Reply<unknown>): FastifyReply {
  const { status, revision, location, contentType, headers } = options;
  if (revision !== undefined) response.header('etag', `"${revision}"`);
  if (location !== undefined) response.header('location', location);
  if (contentType !== undefined) response.type(contentType);
  if (headers !== undefined) response.headers(headers);
  return response.code(status ?? 200).send(body);
}
