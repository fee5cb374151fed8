import { setTimeout as pause } from 'node:timers/promises';
import { deriveUuid } from '@continuo/kernel/ids';
import { ADMIN_KEY } from './deployment';
import { DEMO_ADDRESS } from '../../apps/platform/src/demo/catalogue';

const GIVE_UP_AFTER_MS = 90_000;
/** Between two calls of an agent: the faults are what is tried, not how much a machine can bear. */
const BETWEEN_CALLS_MS = 800;
const PAUSE_BEFORE_REPEATING_MS = 250;

/** A new customer's order with a program, placed and paid in one request. */
export const ORDER = {
  campaign_id: 'cmp_spring-tv',
  customer: {
    name: { first: 'Pat', last: 'Miller' },
    phone: '+19165550123',
    email: 'pat@example.com',
    address: DEMO_ADDRESS,
  },
  ship_to: { name: 'Pat Miller', ...DEMO_ADDRESS },
  lines: [
    { offer_id: 'off_juicer-main', quantity: 1, instalments: 4 },
    { offer_id: 'off_greens-club', quantity: 1 },
  ],
  consent: {
    script_version: 'spring-1',
    words: 'You order a juicer, and greens each month until you call us. Do you agree?',
    recording_reference: 'rec-load',
    given_by: 'Pat Miller',
  },
  payment: { token: 'pm_sim_approved' },
};

/**
 * Agents who take orders one after the other, whatever happens to the services: a request that gets no
 * answer is repeated under its key, as a front end would.
 */
export class OrderLoad {
  /** Ids of the orders that were acknowledged. */
  readonly acknowledged: string[] = [];
  private readonly refusals: string[] = [];
  private stopping = false;
  private readonly agents: Promise<void>[];

  constructor(
    private readonly url: string,
    private readonly name: string,
    agents: number,
  ) {
    this.agents = Array.from({ length: agents }, (_, n) => this.takeOrders(n));
  }

  /** Ends after the orders in hand; throws when one was refused for good. */
  async stop(): Promise<readonly string[]> {
    this.stopping = true;
    await Promise.all(this.agents);
    if (this.refusals.length > 0) throw new Error(this.refusals.join('\n'));
    return this.acknowledged;
  }

  private async takeOrders(agent: number): Promise<void> {
    for (let n = 1; !this.stopping; n += 1) {
      await this.take(`${this.name}-${agent}-${n}`);
      await pause(BETWEEN_CALLS_MS);
    }
  }

  private async take(call: string): Promise<void> {
    const key = deriveUuid('load', call);
    const deadline = performance.now() + GIVE_UP_AFTER_MS;
    for (;;) {
      const answer = await place(this.url, call, key).catch((error: Error) => error.message);
      if (typeof answer !== 'string') return void this.acknowledged.push(answer.order_id);
      if (performance.now() > deadline) return void this.refusals.push(`${call}: ${answer}`);
      await pause(PAUSE_BEFORE_REPEATING_MS);
    }
  }
}

/** The order, or why there is none yet. */
async function place(
  url: string,
  call: string,
  key: string,
): Promise<{ order_id: string } | string> {
  const response = await fetch(`${url}/v1/orders`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${ADMIN_KEY}`,
      'content-type': 'application/json',
      'idempotency-key': key,
      'continuo-agent-id': 'agt_nora',
      'continuo-call-centre-id': 'cc_northline',
    },
    body: JSON.stringify({ ...ORDER, call_id: call }),
    signal: AbortSignal.timeout(20_000),
  });
  const text = await response.text();
  if (response.status !== 201) return `${response.status} ${text}`;
  return JSON.parse(text) as { order_id: string };
}
