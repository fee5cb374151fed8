import { createHmac, type KeyObject } from 'node:crypto';
import { DomainError } from '@continuo/kernel/domain-error';
import type { Sealed } from '@continuo/kernel/sealed';
import type { PersonalData, SealedFor } from '../personal-data';
import { decrypt, encrypt } from './cipher';
import type { KeyRing } from './key-ring';

const VERSION = 'v1.';
const BLIND_INDEX_BYTES = 16;

export function sealWith<T>(key: KeyObject, value: T, owner: SealedFor): Sealed<T> {
  const bytes = encrypt(key, JSON.stringify(value), additionalData(owner));
  return (VERSION + bytes.toString('base64url')) as Sealed<T>;
}

/** What is not of the form of a sealed value was tampered with, whether its key is there or not. */
export function assertSealed(sealed: Sealed<unknown>, owner: SealedFor): void {
  if (!sealed.startsWith(VERSION)) throw notOpened(owner);
}

/** Throws when the value was tampered with or sealed for something else. */
export function openWith<T>(key: KeyObject, sealed: Sealed<T>, owner: SealedFor): T {
  const bytes = Buffer.from(sealed.slice(VERSION.length), 'base64url');
  try {
    return JSON.parse(decrypt(key, bytes, additionalData(owner)).toString('utf8')) as T;
  } catch (cause) {
    throw notOpened(owner, cause);
  }
}

export function blindIndexWith(
  { blindIndexKey }: KeyRing,
  ...[kind, value]: Parameters<PersonalData['blindIndex']>
): string {
  const digest = createHmac('sha256', blindIndexKey).update(`${kind}|${value}`).digest();
  return digest.toString('base64url', 0, BLIND_INDEX_BYTES);
}

export function customerErased(customerId: string): DomainError {
  const detail = `The personal data of customer ${customerId} was erased: no more can be kept.`;
  return new DomainError('customer-erased', detail, 'not-allowed-now', { customer_id: customerId });
}

function additionalData({ customerId, stream, field }: SealedFor): string {
  return `${customerId}|${stream}|${field}`;
}

function notOpened({ stream, field }: SealedFor, cause?: unknown): Error {
  return new Error(
    `${field} of ${stream} cannot be opened: it was tampered with or belongs elsewhere`,
    { cause },
  );
}
