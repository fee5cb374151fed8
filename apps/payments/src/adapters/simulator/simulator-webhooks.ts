import { setTimeout as wait } from 'node:timers/promises';
import Stripe from 'stripe';
import type { Entry } from './rules';
import { webhooksOf } from './tokens';

/** How late `pm_sim_webhook_late` is. */
const LATE_MS = 2_000;
const TRIES = 3;
const TRY_AGAIN_MS = 1_000;
const TIMEOUT_MS = 10_000;

export interface SimulatorWebhooksOptions {
  /** Where they are sent. */
  readonly url: string;
  readonly secret: string;
}

/** An event as the simulator tells it, in the form of Stripe's. */
export function simulatorEvent(entry: Entry, type: string, more: object = {}) {
  return {
    id: `evt_${entry.idempotencyKey}_${type}`,
    object: 'event',
    type,
    created: Math.floor(Date.now() / 1_000),
    livemode: false,
    data: {
      object: {
        id: entry.reference,
        amount_minor: entry.amountMinor,
        currency: entry.currency,
        payment_id: entry.paymentReference,
        ...more,
      },
    },
  };
}

/** Tells what was booked, signed: once, twice, late, before the answer or never, as the token says. */
export class SimulatorWebhooks {
  private readonly ending = new AbortController();
  private readonly underWay = new Set<Promise<void>>();

  constructor(private readonly options: SimulatorWebhooksOptions) {}

  /** Resolves when the caller may be answered. */
  async tell(entry: Entry): Promise<void> {
    const manner = webhooksOf(entry.token);
    if (manner === 'lost') return;
    const body = JSON.stringify(simulatorEvent(entry, `payment.${entry.kind}.${entry.status}`));
    if (manner === 'early') return this.deliver(body);
    this.later(manner === 'late' ? LATE_MS : 0, body);
    if (manner === 'twice') this.later(0, body);
    const taken = entry.kind === 'capture' || entry.kind === 'charge';
    if (manner === 'disputed' && taken && entry.status === 'succeeded') {
      const dispute = {
        dispute_id: `dp_${entry.idempotencyKey}`,
        status: 'open',
        reason: 'fraudulent',
      };
      this.later(0, JSON.stringify(simulatorEvent(entry, 'dispute.opened', dispute)));
    }
  }

  /** What has not been delivered by then is lost, as it happens with webhooks. */
  async close(): Promise<void> {
    this.ending.abort();
    await Promise.all(this.underWay);
  }

  private later(delayMs: number, body: string): void {
    const { signal } = this.ending;
    const sending: Promise<void> = wait(delayMs, undefined, { signal })
      .then(() => this.deliver(body))
      .catch(() => undefined)
      .finally(() => this.underWay.delete(sending));
    this.underWay.add(sending);
  }

  private async deliver(payload: string): Promise<void> {
    const { url, secret } = this.options;
    const { signal } = this.ending;
    for (let attempt = 1; attempt <= TRIES; attempt += 1) {
      const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret });
      try {
        const answer = await fetch(url, {
          method: 'POST',
          headers: { 'content-type': 'application/json', 'simulator-signature': signature },
          body: payload,
          signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
        });
        await answer.body?.cancel();
        if (answer.ok) return;
      } catch {
        // Nobody listens there now.
      }
      if (signal.aborted || attempt === TRIES) return;
      await wait(TRY_AGAIN_MS, undefined, { signal }).catch(() => undefined);
    }
  }
}
