import type { EventStore } from '@continuo/event-store/event-store';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { HttpProblem } from './problem';
import { waitMs } from './request-headers';
import { elapsedMs } from './system/random-id';
import { pause } from './system/pause';

/** Of a change: a position that includes it. Of a list: the position that it reflects. */
export const POSITION = 'continuo-position';
/** How far that list is behind what the process knows of the record. */
export const LAG = 'continuo-lag';
/** Asks a list to reflect a position at least. */
export const MIN_POSITION = 'continuo-min-position';

/** How long a list waits for its read model when the caller does not say (Prefer: wait). */
const DEFAULT_WAIT_MS = 5_000;
const FIRST_PAUSE_MS = 20;
const LONGEST_PAUSE_MS = 250;
const DIGITS = /^\d{1,16}$/;

/** Throws 400 when the header is no position. */
export function minPositionOf(request: FastifyRequest): number | undefined {
  const value = request.headers[MIN_POSITION];
  if (value === undefined) return undefined;
  if (typeof value === 'string' && DIGITS.test(value) && Number.isSafeInteger(Number(value)))
    return Number(value);
  throw new HttpProblem(
    400,
    'min-position-malformed',
    'Send the Continuo-Position of an answer, unchanged, in Continuo-Min-Position.',
  );
}

/** The position that the answer of a list or report reflects; undefined for everything else. */
export function reflectedBy(request: FastifyRequest, body: unknown): number | undefined {
  if (request.method !== 'GET' || typeof body !== 'object' || body === null) return undefined;
  const { position } = body as { position?: unknown };
  return typeof position === 'number' ? position : undefined;
}

/**
 * A list was read and reflects less than its caller has asked for: it is read again, until it does or
 * the caller's time is up. Then throws 503 `read-model-behind`, which says by how much.
 */
export async function readAgain(
  request: FastifyRequest,
  reply: FastifyReply,
  reflected: number,
  wanted: number,
): Promise<void> {
  const { scope } = request;
  const waitedMs = elapsedMs() - scope.startedAtMs;
  const leftMs = patienceMs(request) - waitedMs;
  if (leftMs <= 0) throw behind(reflected, wanted);
  const pauseMs = Math.min(Math.max(FIRST_PAUSE_MS, waitedMs / 4), LONGEST_PAUSE_MS, leftMs);
  await pause(pauseMs);
  await request.routeOptions.handler.call(request.server, request, reply);
}

/** What an answer says of positions, as headers. */
export function sayPositions(
  request: FastifyRequest,
  reply: FastifyReply,
  store: Pick<EventStore, 'seen'>,
): void {
  if (request.scope.rules === undefined || reply.statusCode >= 300) return;
  const said = reply.getHeader(POSITION);
  if (request.method === 'GET' || request.method === 'HEAD') {
    if (said !== undefined) reply.header(LAG, String(Math.max(0, store.seen() - Number(said))));
  } else if (said === undefined) reply.header(POSITION, String(store.seen()));
}

function patienceMs(request: FastifyRequest): number {
  return request.headers['prefer'] === undefined ? DEFAULT_WAIT_MS : waitMs(request);
}

function behind(position: number, wanted: number): HttpProblem {
  return new HttpProblem(
    503,
    'read-model-behind',
    'The list does not reflect that position yet: ask again a little later, wait longer (Prefer: wait=30), or leave Continuo-Min-Position out.',
    {
      headers: { 'retry-after': '1' },
      data: { position, min_position: wanted, behind_by: wanted - position },
    },
  );
}
