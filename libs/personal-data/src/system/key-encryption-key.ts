import { randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

const KEY_BYTES = 32;
const VARIABLE = 'CONTINUO_KEY_ENCRYPTION_KEY';

/** The key-encryption key is missing, malformed, or not the one that wrapped the customers' keys. */
export class KeyEncryptionKeyError extends Error {
  constructor(problem: string) {
    super(problem);
    this.name = 'KeyEncryptionKeyError';
  }
}

/**
 * The key that wraps the customers' keys: from the environment (base64, 32 bytes), or from the file
 * `kek` in the data directory, which the first start creates for its owner alone.
 */
export function readKeyEncryptionKey(dataDir: string, fromEnvironment?: string): Buffer {
  if (fromEnvironment) return decode(fromEnvironment, VARIABLE);
  const file = join(dataDir, 'kek');
  if (existsSync(file)) return decode(readFileSync(file, 'utf8'), file);
  if (existsSync(join(dataDir, 'keys.db'))) {
    throw new KeyEncryptionKeyError(
      `${file} is missing: personal data in ${dataDir} cannot be opened without it. ` +
        `Restore it from a backup, or set ${VARIABLE}.`,
    );
  }
  return create(file, dataDir);
}

/**
 * The same key for processes that share the customers' keys: from the environment, or from a file that
 * each of them has been given. None is made here: another process would not have it.
 */
export function sharedKeyEncryptionKey(
  fromEnvironment: string | undefined,
  file: string | undefined,
): Buffer {
  if (fromEnvironment) return decode(fromEnvironment, VARIABLE);
  if (file !== undefined && existsSync(file)) return decode(readFileSync(file, 'utf8'), file);
  const missing = file === undefined ? `${VARIABLE} is not set` : `${file} is missing`;
  throw new KeyEncryptionKeyError(
    `${missing}: processes that share the customers' keys need the same key-encryption key. ` +
      `Set ${VARIABLE} to 32 bytes in base64; make them once with: openssl rand -base64 32`,
  );
}

function decode(text: string, source: string): Buffer {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length === KEY_BYTES) return key;
  throw new KeyEncryptionKeyError(
    `${source} must hold ${KEY_BYTES} bytes in base64, it holds ${key.length}. Make one with: openssl rand -base64 32`,
  );
}

/** Complete and on the disk before anything is wrapped by it. */
function create(file: string, dataDir: string): Buffer {
  const key = randomBytes(KEY_BYTES);
  const unfinished = `${file}.new`;
  const fd = openSync(unfinished, 'w', 0o600);
  writeSync(fd, `${key.toString('base64')}\n`);
  fsyncSync(fd);
  closeSync(fd);
  renameSync(unfinished, file);
  const folder = openSync(dataDir, 'r');
  fsyncSync(folder);
  closeSync(folder);
  return key;
}
