import type { Network } from '../dunning/network';
import { AUTHORISATION_WINDOW_MS, DAY_MS, HOUR_MS } from './policy';

interface Window {
  /** Started by the customer, by telephone or on a page. */
  readonly customerMs: number;
  /** Started by the merchant on a stored card: renewals, and authorisations in place of an older one. */
  readonly merchantMs: number;
}

const SEVEN_DAYS: Window = { customerMs: 7 * DAY_MS, merchantMs: 7 * DAY_MS };

/**
 * How long networks let a processor hold a card that is not present, where the processor does not say
 * it for the card itself. Version 1, November 2026; source: Stripe, 'Place a hold on a payment
 * method', authorization validity windows. Where a network's own rules are said to grant more (Visa ten
 * days to customers, Mastercard thirty to pre-authorisations) the processor's shorter word stands: an
 * authorisation afresh costs less than a capture that comes too late.
 */
export const AUTHORISATION_WINDOWS: {
  readonly version: number;
  readonly of: Readonly<Record<Network, Window>>;
} = {
  version: 1,
  of: {
    // Since 14 April 2024: five days, of which six hours are left for clearing.
    visa: { customerMs: 7 * DAY_MS, merchantMs: 5 * DAY_MS - 6 * HOUR_MS },
    mastercard: SEVEN_DAYS,
    amex: SEVEN_DAYS,
    discover: SEVEN_DAYS,
    other: { customerMs: AUTHORISATION_WINDOW_MS, merchantMs: AUTHORISATION_WINDOW_MS },
  },
};

export function networkWindowMs(network: Network, startedByCustomer: boolean): number {
  const { customerMs, merchantMs } = AUTHORISATION_WINDOWS.of[network];
  return startedByCustomer ? customerMs : merchantMs;
}
