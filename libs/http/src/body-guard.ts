import { cardRefused, isSecretField, looksLikeCard, maybeCard } from './card-guard';
import { badRequest } from './problem';
import { hasBadText } from './text';

const PROTOTYPE_KEYS: ReadonlySet<string> = new Set(['__proto__', 'constructor', 'prototype']);
const MAX_DEPTH = 64;

/**
 * Refuses what no field may hold, wherever it stands: card numbers, NUL characters and lone
 * surrogates, keys that reach a prototype. A first look at the text decides whether the values have
 * to be walked at all.
 */
export function guardBody(text: string, body: unknown): void {
  if (maybeCard(text) || maybeHarmful(text)) walk(body, '', '', 0);
}

/** What can hide in escapes, or is a key that reaches a prototype. */
function maybeHarmful(text: string): boolean {
  return text.includes('\\u') || text.includes('proto') || text.includes('constructor');
}

/** Looks at every value, and at the names of fields too: for queries, and bodies with unknown fields. */
export function guardValues(value: unknown): void {
  walk(value, '', '', 0);
}

function walk(value: unknown, pointer: string, field: string, depth: number): void {
  if (typeof value === 'string') return guardText(value, pointer, field);
  if (typeof value === 'number') return guardText(String(value), pointer, field);
  if (typeof value !== 'object' || value === null) return;
  if (depth === MAX_DEPTH) throw badRequest(pointer, 'Send less deeply nested values.');
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length; index += 1)
      walk(value[index], `${pointer}/${index}`, field, depth + 1);
    return;
  }
  for (const [key, entry] of Object.entries(value)) {
    // The key itself may be the number: then the pointer ends above it.
    if (looksLikeCard(key)) throw cardRefused(pointer);
    const below = `${pointer}/${key.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (PROTOTYPE_KEYS.has(key))
      throw badRequest(below, 'Leave this field out: it is not known here.', 'unknown-field');
    if (hasBadText(key))
      throw badRequest(pointer, 'Send field names without NUL characters and unpaired surrogates.');
    if (isSecretField(key) && entry !== null && entry !== '') throw cardRefused(below);
    walk(entry, below, key, depth + 1);
  }
}

function guardText(text: string, pointer: string, field: string): void {
  if (looksLikeCard(text, field)) throw cardRefused(pointer);
  if (hasBadText(text))
    throw badRequest(pointer, 'Send text without NUL characters and unpaired surrogates.');
}
