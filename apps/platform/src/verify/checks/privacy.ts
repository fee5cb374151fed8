import { categoryOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { looksLikeCard } from '@continuo/http/card-guard';
import type { Check } from '../check';
import { type StoredText, withoutCiphertext } from '../stored-text';

/** No card number stands in any event, or in anything else that is kept. */
export class NoCardNumbers implements Check {
  readonly name = 'no-card-numbers';
  readonly rule =
    'neither events nor kept answers, read models, parked messages and books hold what looks like a card number';
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    this.facts += 1;
    if (looksLikeCard(readableIn(event)))
      this.breaches.push(`${event.type} at ${event.stream}@${event.revision}`);
  }

  read({ where, text }: StoredText): void {
    this.facts += 1;
    if (looksLikeCard(text)) this.breaches.push(where);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

const MAIL_ADDRESS = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}/;
/** E.164, as a whole value. */
const TELEPHONE = /(?:^|")\+[1-9]\d{7,14}(?:"|$)/;
/** Fields that hold personal data alone: sealed (their text starts with the cipher's version), or as a blind index. */
const PERSONAL_FIELD =
  /"(?:email|phone|first|last|postcode|givenBy|given_by)":"(?!v1\.|[A-Za-z0-9_-]{22}")[^"]/;

/** Telephone numbers of campaigns are public: they are printed on the screen. */
const PUBLIC_CATEGORIES = new Set(['campaign', 'dnis']);

/** Personal data stands only encrypted in what is kept. */
export class NoPlainPersonalData implements Check {
  readonly name = 'no-plain-personal-data';
  readonly rule =
    'mail addresses, telephone numbers, names and postcodes of customers are encrypted wherever they are kept';
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (PUBLIC_CATEGORIES.has(categoryOf(event.stream))) return;
    this.facts += 1;
    const sealed = JSON.stringify(event.data);
    const found =
      personalDataIn(readableIn(event)) ??
      (PERSONAL_FIELD.test(sealed) ? 'a field of personal data' : undefined);
    if (found)
      this.breaches.push(`${event.type} at ${event.stream}@${event.revision} holds ${found}`);
  }

  read({ where, text, isPublic }: StoredText): void {
    if (isPublic) return;
    this.facts += 1;
    const found = personalDataIn(text);
    if (found) this.breaches.push(`${where} holds ${found}`);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

function personalDataIn(text: string): string | undefined {
  if (MAIL_ADDRESS.test(text)) return 'a mail address';
  return TELEPHONE.test(text) ? 'a telephone number' : undefined;
}

function readableIn({ data, metadata }: RecordedEvent): string {
  return withoutCiphertext(JSON.stringify([data, metadata]));
}
