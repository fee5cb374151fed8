import { createCipheriv, createDecipheriv, type KeyObject, randomFillSync } from 'node:crypto';

const ALGORITHM = 'aes-256-gcm';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Random bytes are drawn from the system in bulk: a call for twelve of them costs as much as a cipher. */
const pool = Buffer.allocUnsafe(IV_BYTES * 512);
let drawn = pool.length;

function nextIv(): Buffer {
  if (drawn === pool.length) {
    randomFillSync(pool);
    drawn = 0;
  }
  return pool.subarray(drawn, (drawn += IV_BYTES));
}

/** AES-256-GCM with a fresh random IV: `IV | ciphertext | tag`. */
export function encrypt(key: KeyObject, plain: string | Buffer, additional: string): Buffer {
  const iv = nextIv();
  const cipher = createCipheriv(ALGORITHM, key, iv);
  cipher.setAAD(Buffer.from(additional));
  const text = typeof plain === 'string' ? cipher.update(plain, 'utf8') : cipher.update(plain);
  cipher.final();
  return Buffer.concat([iv, text, cipher.getAuthTag()]);
}

/** Throws when key, bytes or additional data are not those of {@link encrypt}. */
export function decrypt(key: KeyObject, bytes: Uint8Array, additional: string): Buffer {
  const end = bytes.length - TAG_BYTES;
  if (end < IV_BYTES) throw new Error('too short to be sealed');
  const decipher = createDecipheriv(ALGORITHM, key, bytes.subarray(0, IV_BYTES), {
    authTagLength: TAG_BYTES,
  });
  decipher.setAAD(Buffer.from(additional));
  decipher.setAuthTag(bytes.subarray(end));
  return Buffer.concat([decipher.update(bytes.subarray(IV_BYTES, end)), decipher.final()]);
}
