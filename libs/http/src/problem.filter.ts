import { type ArgumentsHost, Catch, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { EdgeAdapter } from './edge-adapter';

/** What handlers throw goes the same way as what hooks throw. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly adapter: EdgeAdapter) {}

  catch(error: unknown, host: ArgumentsHost): void {
    // A message consumer's failure belongs to its transport, which retries.
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    this.adapter.refuse(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>());
  }
}
