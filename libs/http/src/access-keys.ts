import type { Instant } from '@continuo/kernel/instant';
import type { KeyRole, Principal } from './principal';

/** What a key may do and for whom, without its secret. */
export interface AccessKey extends Principal {
  /** What it is for, in the words of whoever created it. */
  readonly name: string;
  readonly createdAt: Instant;
  readonly revokedAt: Instant | null;
}

export interface NewAccessKey {
  readonly role: KeyRole;
  readonly name: string;
  readonly callCentreId?: string;
  readonly agentId?: string;
  readonly vendorId?: string;
  /** Chosen by the operator instead of a random one: at least 16 printable characters. */
  readonly secret?: string;
}

/** At once where it can be, so that a look-up in memory or in a file costs no turn of the event loop. */
type Soon<T> = T | Promise<T>;

/**
 * The API keys. Kept as SHA-256, shown once; several processes share them and a revocation by one
 * holds at once in all. Every adapter passes `libs/testing/src/access-keys.contract.ts`.
 */
export interface AccessKeys {
  /** The holder of a live key. */
  find(secret: string): Soon<Principal | undefined>;
  /** The same chosen secret again gives the same key; throws when it would be another one. */
  create(key: NewAccessKey): Soon<{ readonly keyId: string; readonly secret: string }>;
  /** False when there is no live key with this id. */
  revoke(keyId: string): Soon<boolean>;
  /** In the order they were created. */
  list(): Soon<readonly AccessKey[]>;
  close(): Soon<void>;
}

/** Injection token of the {@link AccessKeys}. */
export const ACCESS_KEYS = Symbol('AccessKeys');
