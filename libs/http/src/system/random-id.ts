import { randomBytes, randomUUID } from 'node:crypto';

/** Chance, for commands that come without an Idempotency-Key. */
export function randomId(): string {
  return randomUUID();
}

const PROCESS = randomBytes(8).toString('hex');
let requests = 0;

/** Names a request in the logs: unique, not secret, and cheap enough for each. */
export function newCorrelationId(): string {
  requests += 1;
  return `${PROCESS}-${requests.toString(36)}`;
}

/** A clock that never goes back, for durations. In ms. */
export function elapsedMs(): number {
  return performance.now();
}
