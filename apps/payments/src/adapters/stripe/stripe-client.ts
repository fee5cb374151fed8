import Stripe from 'stripe';

/** Requests and answers are those of this version, whatever the account's default becomes. */
export const STRIPE_API_VERSION = '2026-10-28.endive';

/** How long a call that moves money may take; with those before it, it ends within 30 seconds. */
export const MONEY_TIMEOUT_MS = 20_000;
/** How long a call may take that only reads or prepares. */
const READ_TIMEOUT_MS = 5_000;

/** The client of one account; `apiUrl` leads to a stand-in instead of Stripe. */
export function stripeClient(secretKey: string, apiUrl?: string): Stripe {
  const options = {
    apiVersion: STRIPE_API_VERSION,
    // An attempt is repeated by the record's own schedule alone, after asking. (The client does so once,
    // under the same key, where a connection is cut.)
    maxNetworkRetries: 0,
    timeout: READ_TIMEOUT_MS,
    telemetry: false,
    appInfo: { name: 'continuo' },
  } as const;
  if (apiUrl === undefined) return new Stripe(secretKey, options);
  const { hostname, port, protocol } = new URL(apiUrl);
  const plain = protocol === 'http:';
  return new Stripe(secretKey, {
    ...options,
    host: hostname,
    port: port || (plain ? 80 : 443),
    protocol: plain ? 'http' : 'https',
  });
}
