import { hash } from 'node:crypto';

/** Namespace of every id that Continuo derives. */
const NAMESPACE = '5f0ab1f4-9f4f-5c0e-9d53-6c3b8a3f6a11';
const NAMESPACE_BYTES = 16;

/** A uuid that is the same whenever its parts are (RFC 9562 version 5). */
export function deriveUuid(...parts: readonly (string | number)[]): string {
  return uuidV5(NAMESPACE, parts.join('\u001f'));
}

/** A resource id such as `ord_3f2a...`: its prefix names the kind, the rest follows from `parts`. */
export function deriveId(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}_${deriveUuid(prefix, ...parts).replaceAll('-', '')}`;
}

/** Each order derives some twenty ids: namespace and name are hashed from one buffer that is kept. */
let hashed = Buffer.alloc(1_024);
let inBuffer = '';

/** RFC 9562, section 5.5: SHA-1 over the namespace's bytes and the name in UTF-8. */
export function uuidV5(namespace: string, name: string): string {
  const bytes = NAMESPACE_BYTES + Buffer.byteLength(name);
  if (bytes > hashed.length) {
    hashed = Buffer.alloc(bytes);
    inBuffer = '';
  }
  if (inBuffer !== namespace) hashed.write(namespace.replaceAll('-', ''), 'hex');
  inBuffer = namespace;
  hashed.write(name, NAMESPACE_BYTES);
  const hex = hash('sha1', hashed.subarray(0, bytes), 'hex');
  const variant = ((parseInt(hex.charAt(16), 16) & 0b0011) | 0b1000).toString(16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
