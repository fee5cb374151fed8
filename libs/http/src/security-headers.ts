import helmet from '@fastify/helmet';
import { fastify as createFastify } from 'fastify';

/** All that the page of documentation needs, and nothing from elsewhere. */
const PAGE_POLICY = {
  defaultSrc: ["'self'"],
  // Swagger UI styles its elements in place.
  styleSrc: ["'self'", "'unsafe-inline'"],
  imgSrc: ["'self'", 'data:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  frameAncestors: ["'none'"],
};

/** Answers of the API are data for programs: what OWASP's REST cheat sheet asks for. */
export const API_HEADERS = {
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cache-control': 'no-store',
};
const OWN_HEADERS = new Set(['content-type', 'content-length', 'date', 'connection']);

/**
 * Pages (whatever has no controller: /docs) get all that helmet sets. It would put the same headers
 * together again for every request, so it is asked once.
 */
export async function helmetHeaders(): Promise<Record<string, string>> {
  const probe = createFastify();
  await probe.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: PAGE_POLICY },
    // TLS ends in front of us; whoever ends it says so.
    strictTransportSecurity: false,
  });
  probe.get('/', () => '');
  const { headers } = await probe.inject('/');
  await probe.close();
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([name]) => !OWN_HEADERS.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}
