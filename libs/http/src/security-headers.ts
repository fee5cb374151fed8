import helmet from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';

/** For an API that answers JSON, and one page of documentation served from our own address. */
export function installSecurityHeaders(fastify: FastifyInstance): void {
  void fastify.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        // Swagger UI styles its elements in place.
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:'],
        objectSrc: ["'none'"],
        baseUri: ["'self'"],
        frameAncestors: ["'none'"],
      },
    },
    // TLS ends in front of us; whoever ends it says so.
    strictTransportSecurity: false,
  });
}
