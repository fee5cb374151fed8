import { randomUUID } from 'node:crypto';

/** Chance, for what has no key to be derived from: correlation ids, commands without an Idempotency-Key. */
export function randomId(): string {
  return randomUUID();
}
