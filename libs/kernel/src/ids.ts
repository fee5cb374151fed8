import { parse, v5 } from 'uuid';

/** Namespace of every id that Continuo derives. */
const NAMESPACE = parse('5f0ab1f4-9f4f-5c0e-9d53-6c3b8a3f6a11');
const utf8 = new TextEncoder();

/** A uuid that is the same whenever its parts are (RFC 9562 version 5). */
export function deriveUuid(...parts: readonly (string | number)[]): string {
  return v5(utf8.encode(parts.join('\u001f')), NAMESPACE);
}

/** A resource id such as `ord_3f2a...`: its prefix names the kind, the rest follows from `parts`. */
export function deriveId(prefix: string, ...parts: readonly (string | number)[]): string {
  return `${prefix}_${deriveUuid(prefix, ...parts).replaceAll('-', '')}`;
}
