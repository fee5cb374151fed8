import type { Instant } from '@continuo/kernel/instant';
import type { RawDecline } from '../dunning/decline-codes';
import type { PastDecline } from '../dunning/simulate';
import type { AttemptPurpose } from './event-parts';
import type { PaymentEvent } from './events';
import type { OrderFacts } from './facts';

interface Tried extends AttemptPurpose {
  readonly attemptId: string;
  readonly at: Instant;
}

interface Series {
  readonly key: string;
  readonly tries: Tried[];
}

/**
 * The declines of a payment that dunning decided about, each with what was known then. Those of before
 * declines were judged carry the gateway's code alone. `events` is the payment's whole history.
 */
export function pastDeclines(
  events: readonly (PaymentEvent & { readonly at: Instant })[],
): PastDecline[] {
  const opened = events[0];
  if (opened?.type !== 'payment.opened.v1') return [];
  const { order, paymentId } = opened.data;
  const judged = judgements(events);
  const series: Series[] = [];
  const declinedOn = new Map<string, Instant[]>();
  const declines: PastDecline[] = [];
  let tried: Tried | undefined;
  for (const event of events) {
    if (event.type === 'payment.attempt-recorded.v1') tried = event.data;
    if (event.type !== 'payment.declined.v1' || !tried || !dunned(order, tried)) continue;
    const { decline, code, retryAt, attemptId } = event.data;
    const { at } = event;
    const on = [...(declinedOn.get(tried.token) ?? []), at];
    declinedOn.set(tried.token, on);
    const { tries } = seriesOf(series, tried);
    const { raw, triesOnCard } = judged.get(attemptId) ?? {
      raw: { decline, code, network: 'other' as const, networkCode: null, advice: null },
      triesOnCard: on.length,
    };
    // Tries by other payments are known by number only: they count as if made just now.
    const elsewhere = Array<Instant>(Math.max(0, triesOnCard - on.length)).fill(at);
    declines.push({
      paymentId,
      attemptId,
      raw,
      zone: order.zone,
      at,
      firstTryAt: tries[0]?.at ?? at,
      triesMade: tries.length,
      triesOnCard: [...on, ...elsewhere],
      retriedAt: retryAt,
    });
  }
  return declines;
}

/** A first authorisation on a call is left to the agent. */
function dunned({ origin }: OrderFacts, { kind, again }: Tried): boolean {
  return kind === 'charge' || (kind === 'authorise' && (Boolean(again) || origin.kind !== 'call'));
}

function seriesOf(all: Series[], tried: Tried): Series {
  const key = JSON.stringify([tried.kind, tried.instalment, tried.token, Boolean(tried.again)]);
  let series = all.find((each) => each.key === key);
  if (!series) all.push((series = { key, tries: [] }));
  series.tries.push(tried);
  return series;
}

function judgements(events: readonly PaymentEvent[]) {
  const found = new Map<string, { raw: RawDecline; triesOnCard: number }>();
  for (const event of events) {
    if (event.type !== 'payment.decline-judged.v1') continue;
    const { attemptId, decline, code, network, networkCode, advice, triesOnCard } = event.data;
    found.set(attemptId, { raw: { decline, code, network, networkCode, advice }, triesOnCard });
  }
  return found;
}
