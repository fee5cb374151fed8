import type { RecordedEvent } from '@continuo/event-store/event-store';
import { looksLikeCard } from '@continuo/http/card-guard';
import type { Check } from '../check';

/** No card number stands in any event. */
export class NoCardNumbers implements Check {
  readonly name = 'no-card-numbers';
  readonly rule = 'no event holds anything that looks like a card number';
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    this.facts += 1;
    const text = JSON.stringify([event.data, event.metadata.reason, event.metadata.callId]);
    if (looksLikeCard(text)) this.breaches.push(`${event.type} at ${event.stream}@${event.revision}`);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

const MAIL_ADDRESS = /[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+\.[A-Za-z]{2,}/;
const TELEPHONE = /"\+[1-9]\d{7,14}"/;

/** Telephone numbers of campaigns are public: they are printed on the screen. */
const PUBLIC_CATEGORIES = new Set(['campaign', 'dnis']);

/** Mail addresses and telephone numbers stand in events only encrypted. */
export class NoPlainPersonalData implements Check {
  readonly name = 'no-plain-personal-data';
  readonly rule = 'mail addresses and telephone numbers of customers are encrypted in every event';
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const dash = event.stream.indexOf('-');
    if (PUBLIC_CATEGORIES.has(event.stream.slice(0, dash))) return;
    this.facts += 1;
    const text = JSON.stringify(event.data);
    const found = MAIL_ADDRESS.test(text) ? 'a mail address' : TELEPHONE.test(text) ? 'a telephone number' : undefined;
    if (found) this.breaches.push(`${event.type} at ${event.stream}@${event.revision} holds ${found}`);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
