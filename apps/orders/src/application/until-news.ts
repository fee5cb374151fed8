import type { PaymentOutcomes } from './ports';

/** The outcome may be recorded by another process, which nobody hears of here: soon at first, then less often. */
const LOOK_AGAIN_MS = 250;
const LOOK_LATER_MS = 500;

/** What `look` finds of an order or a payment link: once it is pending no more, or the time is up. */
export async function untilNews<Found>(
  outcomes: PaymentOutcomes,
  id: string,
  waitMs: number,
  look: () => Promise<Found>,
  isPending: (found: Found) => boolean,
): Promise<Found> {
  let leftMs = waitMs;
  for (let lookMs = LOOK_AGAIN_MS; leftMs > 0; lookMs = LOOK_LATER_MS) {
    const withinMs = Math.min(leftMs, lookMs);
    leftMs -= withinMs;
    // Listening comes before looking: an outcome in between is not missed.
    const outcome = outcomes.next(id, withinMs);
    const found = await look();
    if (!isPending(found)) {
      outcome.cancel();
      return found;
    }
    await outcome.done;
  }
  return look();
}
