import { hash, randomBytes } from 'node:crypto';
import type { AccessKey, NewAccessKey } from '../access-keys';
import type { Principal, Role } from '../principal';

const CHOSEN_SECRET = /^[\x21-\x7e]{16,256}$/;

/** A key as it is kept, without the hash of its secret. */
export interface AccessKeyRow {
  readonly key_id: string;
  readonly role: string;
  readonly name: string;
  readonly call_centre_id: string | null;
  readonly agent_id: string | null;
  readonly vendor_id: string | null;
  readonly created_at: string;
  readonly revoked_at: string | null;
}

/** The secret that was chosen, or a random one, and the id of the key that it becomes. */
export function newSecret(key: NewAccessKey): { keyId: string; secret: string } {
  if (key.secret !== undefined && !CHOSEN_SECRET.test(key.secret)) {
    throw new Error('A chosen key has 16 to 256 printable characters, without blanks.');
  }
  const secret = key.secret ?? `ck_${key.role}_${randomBytes(24).toString('base64url')}`;
  return { keyId: `key_${randomBytes(9).toString('hex')}`, secret };
}

/** Values of the columns key_id, secret_hash, role, name, call_centre_id, agent_id, vendor_id, created_at. */
export function rowValues(keyId: string, secret: string, key: NewAccessKey): (string | null)[] {
  const { role, name, callCentreId = null, agentId = null, vendorId = null } = key;
  const createdAt = new Date().toISOString();
  return [keyId, hashOf(secret), role, name, callCentreId, agentId, vendorId, createdAt];
}

/** The key that has this secret already. Throws when it is not the one that is wanted. */
export function sameKey(
  existing: AccessKeyRow | undefined,
  wanted: NewAccessKey,
  secret: string,
): { keyId: string; secret: string } {
  if (existing?.role !== wanted.role) {
    throw new Error('This key was used before, for another role or until it was revoked.');
  }
  return { keyId: existing.key_id, secret };
}

export function principalOf(row: AccessKeyRow): Principal {
  return {
    keyId: row.key_id,
    role: row.role as Role,
    callCentreId: row.call_centre_id ?? undefined,
    agentId: row.agent_id ?? undefined,
    vendorId: row.vendor_id ?? undefined,
  };
}

export function accessKeyOf(row: AccessKeyRow): AccessKey {
  return {
    ...principalOf(row),
    name: row.name,
    createdAt: row.created_at,
    revokedAt: row.revoked_at,
  };
}

/** A key is long and random: a fast hash is enough, and is needed on every first request. */
export function hashOf(secret: string): string {
  return hash('sha256', secret, 'hex');
}
