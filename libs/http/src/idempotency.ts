import { createHash } from 'node:crypto';
import type { EventStore, StoredReply } from '@continuo/event-store/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { askerOf } from './principal';
import { HttpProblem } from './problem';
import { secretOf } from './authenticate';
import { principalOf } from './request-scope';
import { ReplySeal } from './system/reply-seal';

const KEY = /^[\x20-\x7e]{1,255}$/;
/** Headers that belong to an answer as much as its body does. */
const KEPT_HEADERS = ['content-type', 'etag', 'location', 'continuo-position'] as const;

/** The Idempotency-Key of a POST, checked. */
export function idempotencyKeyOf(request: FastifyRequest): string {
  const key = request.headers['idempotency-key'];
  if (key === undefined || key === '') {
    throw new HttpProblem(
      400,
      'idempotency-key-missing',
      'Send an Idempotency-Key (a uuid, say), and the same one whenever you repeat this request.',
    );
  }
  if (typeof key === 'string' && KEY.test(key)) return key;
  throw new HttpProblem(
    400,
    'idempotency-key-malformed',
    'Send an Idempotency-Key of 1 to 255 printable ASCII characters.',
  );
}

/**
 * The first answer under a key is kept and given again. Only answers of success are: a refusal has
 * changed nothing, so the same request may be tried again under its key.
 */
export class Idempotency {
  private readonly inFlight = new Set<string>();

  constructor(
    private readonly store: EventStore,
    private readonly log: (error: unknown, correlationId: string) => void,
  ) {}

  /** Claims the request's key; answers the reply that was given before, if there was one. */
  async begin(request: FastifyRequest): Promise<StoredReply | undefined> {
    const { scope } = request;
    // A key is its holder's own: what others call their requests does not matter.
    const seal = new ReplySeal(
      secretOf(request) ?? '',
      askerOf(principalOf(request)),
      scope.idempotencyKey ?? '',
    );
    const key = seal.storedKey;
    if (this.inFlight.has(key)) {
      throw new HttpProblem(
        409,
        'request-in-flight',
        'This request is being carried out: repeat it in a moment.',
        {
          headers: { 'retry-after': '1' },
        },
      );
    }
    const requestHash = hashOf(request, scope.rawBody);
    this.inFlight.add(key);
    scope.claim = { key, requestHash, seal };
    try {
      const kept = await this.store.findReply(key);
      if (kept !== undefined) {
        this.release(request);
        if (kept.requestHash !== requestHash) throw reused();
        return { ...kept, body: seal.open(kept.body) };
      }
      return undefined;
    } catch (error) {
      this.release(request);
      throw error;
    }
  }

  /** Keeps an answer of success before it is sent, and gives the key free. */
  async complete(request: FastifyRequest, reply: FastifyReply, payload: unknown): Promise<void> {
    const { claim, clock, correlationId } = request.scope;
    if (claim === undefined) return;
    try {
      if (reply.statusCode < 300 && (typeof payload === 'string' || payload == null)) {
        await this.store.saveReply({
          key: claim.key,
          requestHash: claim.requestHash,
          status: reply.statusCode,
          body: claim.seal.close(payload ?? ''),
          headers: keptHeaders(reply),
          recordedAt: clock.now(),
        });
      }
    } catch (error) {
      // What was asked for has happened and is durable: it must be said. A repeat has no second effect anyway.
      this.log(error, correlationId);
    } finally {
      this.release(request);
    }
  }

  private release(request: FastifyRequest): void {
    const { claim } = request.scope;
    if (claim === undefined) return;
    this.inFlight.delete(claim.key);
    request.scope.claim = undefined;
  }
}

export function replay(reply: FastifyReply, kept: StoredReply): FastifyReply {
  return reply
    .code(kept.status)
    .headers(kept.headers)
    .header('idempotent-replay', 'true')
    .send(kept.body);
}

function keptHeaders(reply: FastifyReply): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const name of KEPT_HEADERS) {
    const value = reply.getHeader(name);
    if (value !== undefined) headers[name] = String(value);
  }
  return headers;
}

function hashOf(request: FastifyRequest, body: Buffer | undefined): string {
  const hash = createHash('sha256').update(`${request.method} ${request.raw.url}\n`);
  if (body !== undefined) hash.update(body);
  return hash.digest('hex');
}

function reused(): HttpProblem {
  return new HttpProblem(
    422,
    'idempotency-key-reused',
    'This Idempotency-Key was used for another request: use a new one for a new request.',
  );
}
