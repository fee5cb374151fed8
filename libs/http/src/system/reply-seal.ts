import { createCipheriv, createDecipheriv, hash, randomBytes } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Answers may show personal data, and the record must not hold any that cannot be erased. A kept
 * answer is therefore encrypted under a key made of the caller's secret and its Idempotency-Key,
 * neither of which is stored: only whoever repeats the request can have it read again.
 */
export class ReplySeal {
  /** What the answer is found by. */
  readonly storedKey: string;
  private readonly key: Buffer;

  constructor(secret: string, keyId: string, idempotencyKey: string) {
    this.storedKey = hash('sha256', `${keyId}\n${idempotencyKey}`, 'base64url');
    this.key = hash('sha256', `kept answer\n${secret}\n${idempotencyKey}`, 'buffer');
  }

  close(body: string): string {
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv(ALGORITHM, this.key, iv);
    const sealed = [iv, cipher.update(body, 'utf8'), cipher.final(), cipher.getAuthTag()];
    return Buffer.concat(sealed).toString('base64');
  }

  open(sealed: string): string {
    const bytes = Buffer.from(sealed, 'base64');
    const decipher = createDecipheriv(ALGORITHM, this.key, bytes.subarray(0, IV_BYTES));
    decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
    const body = bytes.subarray(IV_BYTES, -TAG_BYTES);
    return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
  }
}
