import type { FieldProblem } from '@continuo/kernel/domain-error';
import { HttpProblem } from './problem';

/**
 * Nothing that looks like a card number comes in, in whatever field, so that none can be stored,
 * logged or answered: PCI DSS then ends at the gateway's form. A refusal never repeats the value.
 */
const GAP = '[ .\\t\\u00a0-]{0,3}';
/** Cheap first look at a whole request: most have no run of 13 digits that starts like a card. */
const MAYBE_CARD = new RegExp(`[2-6](?:${GAP}\\d){12}`);
const DIGIT_RUN = new RegExp(`\\+?\\d(?:${GAP}\\d){12,}`, 'g');
/** Random hex that is nobody's card: uuids, our ids, hashes, trace ids. */
const HEX_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32,}/gi;
const PHONE_FIELDS: ReadonlySet<string> = new Set([
  'ani',
  'dnis',
  'phone',
  'phones',
  'telephone',
  'caller',
]);
const SECRET_FIELD = /^(?:cvv2?|cvc2?|csc|pan|card_?(?:number|no|cvv|cvc)|security_?code)$/i;
const MAX_E164_DIGITS = 15;
const MAX_CARD_DIGITS = 19;

/** True when a text is worth {@link findCard}. */
export function maybeCard(text: string): boolean {
  return MAYBE_CARD.test(text);
}

export function isSecretField(name: string): boolean {
  return SECRET_FIELD.test(name.replaceAll('-', '_'));
}

/** 13 to 19 digits, in groups or not, that start like a card and pass Luhn. */
export function looksLikeCard(text: string, field = ''): boolean {
  if (!MAYBE_CARD.test(text)) return false;
  for (const [run] of text.replace(HEX_ID, ' ').matchAll(DIGIT_RUN)) {
    const isPhone = run.startsWith('+') || PHONE_FIELDS.has(field);
    const groups = run.match(/\d+/g) ?? [];
    // A card followed by its expiry date is one run: every sequence of whole groups is looked at.
    for (const [from, first] of groups.entries()) {
      let digits = '';
      for (let to = from; to < groups.length && digits.length < MAX_CARD_DIGITS; to += 1) {
        const group = groups[to] ?? '';
        if (isCounter(first) && isInstant(group)) break;
        digits += group;
        if (!(isPhone && isE164(digits)) && isCardNumber(digits)) return true;
      }
    }
  }
  return false;
}

/** `42-1763860000000`: no card is written as a few digits and then all others; ids with a counter are. */
const isCounter = (first: string) => first.length < 4;
const isInstant = (group: string) => group.length >= 10;

/** A telephone number, unless it could only be an American Express card. */
function isE164(digits: string): boolean {
  return (
    digits.length < MAX_E164_DIGITS || (digits.length === MAX_E164_DIGITS && !/^3[47]/.test(digits))
  );
}

/** 2 is for Mastercard's 2221-2720 (and Mir beside it) only, 31 to 33 for nobody: others are dates and counters. */
function isCardNumber(digits: string): boolean {
  return (
    digits.length >= 13 &&
    digits.length <= MAX_CARD_DIGITS &&
    /^(?:2[2-7]|3[04-9]|[4-6])/.test(digits) &&
    luhn(digits)
  );
}

/** ISO/IEC 7812-1, annex B. */
function luhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index += 1) {
    const digit = digits.charCodeAt(digits.length - 1 - index) - 48;
    const weighted = index % 2 === 0 ? digit : digit * 2;
    sum += weighted > 9 ? weighted - 9 : weighted;
  }
  return sum % 10 === 0;
}

const DETAIL =
  "Never send card data: let the gateway's own form take it, and send the pm_ token that it answers.";

/** The refusal; `pointer` must not hold the number either. */
export function cardRefused(pointer: string): HttpProblem {
  const fields: FieldProblem[] = [{ pointer, detail: DETAIL }];
  return new HttpProblem(422, 'card-number-refused', DETAIL, { fields });
}
