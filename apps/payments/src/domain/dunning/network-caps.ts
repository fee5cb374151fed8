import { type Instant, addMs, msFromInstant } from '@continuo/kernel/instant';
import type { Network } from './network';

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** So many declined tries on one card within so many days, over all payments. */
export interface Cap {
  readonly tries: number;
  readonly days: number;
}

/** No policy may allow more on any card, whatever its network: Visa's rule. */
export const HOUSE_CAP: Cap = { tries: 15, days: 30 };

/**
 * Hard limits, beyond every policy. Visa: 15 tries in 30 days. Mastercard: 10 in a day, 35 in 30 days. Visa's
 * holds for all others too, for a gateway does not always tell whose card it was.
 */
export const NETWORK_CAPS: Readonly<Record<Network, readonly Cap[]>> = {
  visa: [HOUSE_CAP],
  mastercard: [{ tries: 10, days: 1 }, { tries: 35, days: 30 }, HOUSE_CAP],
  amex: [HOUSE_CAP],
  discover: [HOUSE_CAP],
  other: [HOUSE_CAP],
};

/** Where the network of a card is not known before it is tried, the tightest of all holds. */
export const ANY_NETWORK: readonly Cap[] = [...NETWORK_CAPS.mastercard, HOUSE_CAP];

/** Mastercard's merchant advice codes 24 to 30: how long to wait before the next try. */
const ADVISED_WAIT_MS: Readonly<Record<string, number>> = {
  '24': HOUR_MS,
  '25': 24 * HOUR_MS,
  '26': 2 * DAY_MS,
  '27': 4 * DAY_MS,
  '28': 6 * DAY_MS,
  '29': 8 * DAY_MS,
  '30': 10 * DAY_MS,
};

/** How long the network asks to wait; null where it says nothing. */
export function advisedWaitMs(network: Network, advice: string | null): number | null {
  return network === 'mastercard' && advice !== null ? (ADVISED_WAIT_MS[advice] ?? null) : null;
}

/** Whether one more try at `at` would break a cap; the tightest one wins. */
export function capReached(
  triesOnCard: readonly Instant[],
  at: Instant,
  caps: readonly Cap[],
): boolean {
  return caps.some(({ tries, days }) => {
    const since = msFromInstant(addMs(at, -days * DAY_MS));
    return triesOnCard.filter((tried) => msFromInstant(tried) > since).length >= tries;
  });
}
