/** NUL, or one half of a surrogate pair (which may have its other half). */
const SUSPECT = /[\0\ud800-\udfff]/;

/** True for text that does not survive UTF-8 and the stores: with NUL characters or lone surrogates. */
export function hasBadText(text: string): boolean {
  return SUSPECT.test(text) && (text.includes('\0') || !isWellFormed(text));
}

/** Lone surrogates become U+FFFD in UTF-8, so the text does not come back as it was. */
function isWellFormed(text: string): boolean {
  return Buffer.from(text, 'utf8').toString('utf8') === text;
}
