import type { EventStore } from '@continuo/event-store/event-store';
import type { IntegrationMessage } from './message';
import type { Translator } from './translator';

export interface FeedOptions {
  readonly after: number;
  readonly maxCount: number;
  readonly types?: readonly string[];
}

const PAGE = 1_000;
/** Events looked at in one call: a caller whose types are rare gets a cursor soon, not an answer late. */
const MAX_SCANNED = 5_000;

/** Published messages after a cursor; `upTo` is the cursor to go on from, messages or not. */
export async function readFeed(
  store: Pick<EventStore, 'readAll'>,
  translator: Translator,
  { after, maxCount, types }: FeedOptions,
): Promise<{ messages: readonly IntegrationMessage[]; upTo: number }> {
  const messages: IntegrationMessage[] = [];
  const wantedTypes = types && new Set(types);
  const wanted = (type: string) => !wantedTypes || wantedTypes.has(type);
  const { categories } = translator;
  let upTo = after;
  for (let scanned = 0; scanned < MAX_SCANNED; scanned += PAGE) {
    const page = await store.readAll({ after: upTo, maxCount: PAGE, categories });
    for (const event of page.events) {
      const message = translator.translate(event, wanted);
      if (message && messages.push(message) >= maxCount) return { messages, upTo: event.position };
    }
    upTo = page.upTo;
    if (page.events.length < PAGE) break;
  }
  return { messages, upTo };
}
