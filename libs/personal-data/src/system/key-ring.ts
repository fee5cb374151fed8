import { createSecretKey, hkdfSync, type KeyObject, randomBytes } from 'node:crypto';
import { decrypt, encrypt } from './cipher';

/** What follows from the key-encryption key: wrapping, and the keys derived from it (RFC 5869). */
export class KeyRing {
  readonly blindIndexKey: KeyObject;
  /** Tells this key-encryption key from another, and nothing else about it. */
  readonly check: string;
  private readonly wrapping: KeyObject;

  constructor(keyEncryptionKey: Buffer) {
    const derive = (purpose: string) =>
      Buffer.from(hkdfSync('sha256', keyEncryptionKey, 'continuo', purpose, 32));
    this.wrapping = createSecretKey(keyEncryptionKey);
    this.blindIndexKey = createSecretKey(derive('blind-index'));
    this.check = derive('check').toString('base64url');
  }

  newWrappedKey(customerId: string): Buffer {
    return encrypt(this.wrapping, randomBytes(32), `customer|${customerId}`);
  }

  unwrap(customerId: string, wrapped: Uint8Array): KeyObject {
    return createSecretKey(decrypt(this.wrapping, wrapped, `customer|${customerId}`));
  }
}
