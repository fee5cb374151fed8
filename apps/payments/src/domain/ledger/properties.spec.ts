import * as fc from 'fast-check';
import { sumOf } from '../../testing/payment-story';
import { aBusyStep, anyOrder, play } from '../../testing/random-history.fixture';
import type { PaymentEvent } from '../payment/events';
import { type LedgerEvent, postingsOf } from './postings';

const RUNS = 10_000;
const seed = Number(process.env.CONTINUO_SEED ?? Date.now() % 2 ** 31);

jest.setTimeout(300_000);

/** What becomes of a captured charge at the network, told right after it was captured. */
const aFate = fc.constantFrom(...(['kept', 'kept', 'kept', 'open', 'won', 'lost'] as const));
type Fate = typeof aFate extends fc.Arbitrary<infer T> ? T : never;

/** What the network makes of a charge. */
function fateOf(event: PaymentEvent, fate: Fate): PaymentEvent[] {
  if (event.type !== 'payment.captured.v1' || event.data.amountMinor === 0) return [];
  const { paymentId, orderId, origin, currency, amountMinor, captureId, lines } = event.data;
  const ref = { paymentId, orderId, origin, currency };
  const about = { ...ref, disputeId: `dis_${captureId}`, reference: captureId };
  const data = { ...about, on: captureId, amountMinor, overpaidMinor: 0, lines };
  const opened: PaymentEvent = { type: 'payment.dispute-opened.v1', data };
  switch (fate) {
    case 'open':
      return [opened];
    case 'won':
      return [opened, { type: 'payment.dispute-won.v1', data }];
    case 'lost':
      return [opened, { type: 'payment.dispute-lost.v1', data }];
    default:
      return [];
  }
}

/** Plays random histories of orders, captures, instalments, refunds, cancellations and disputes. */
function histories(see: (events: readonly LedgerEvent[]) => void): void {
  const fates = fc.array(aFate, { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(
      anyOrder,
      fc.array(aBusyStep, { minLength: 8, maxLength: 30 }),
      fates,
      (order, steps, given) => {
        const events: LedgerEvent[] = [];
        play(order, steps, (event) => {
          events.push(event, ...fateOf(event, given[events.length % given.length] ?? 'kept'));
        });
        see(events);
      },
    ),
    { numRuns: RUNS, seed },
  );
}

let posted = 0;

/** What must hold of each history; a breach is thrown. All are looked at in one pass: playing takes the time. */
const RULES: Readonly<Record<string, (events: readonly LedgerEvent[]) => void>> = {
  'is balanced after every event, in integers, and in one currency per entry': (events) => {
    for (const event of events) {
      const postings = postingsOf(event);
      if (postings.length > 0) posted += 1;
      if (!postings.every(({ amountMinor }) => Number.isSafeInteger(amountMinor)))
        throw new Error(`${event.type} posts a fraction`);
      const sum = postings.reduce((minor, { amountMinor }) => minor + amountMinor, 0);
      if (sum !== 0) throw new Error(`${event.type} is off by ${sum}`);
      if (new Set(postings.map(({ currency }) => currency)).size > 1)
        throw new Error(`${event.type} posts in two currencies`);
    }
  },
  'says of the money what the payment says of it': (events) => {
    const payment = events.filter(({ type }) => !/dispute/.test(type));
    let [captured, refunded, billed, waived] = [0, 0, 0, 0];
    for (const event of payment) {
      if (event.type === 'payment.captured.v1') captured += event.data.amountMinor;
      if (event.type === 'payment.refunded.v1') refunded += event.data.amountMinor;
      if (event.type === 'payment.package-billed.v1')
        billed += event.data.lines.reduce((sum, line) => sum + line.amountMinor, 0);
      if (event.type === 'payment.claim-waived.v1')
        waived += event.data.lines.reduce((sum, line) => sum + line.amountMinor, 0);
    }
    if (sumOf(payment, 'cash-clearing') !== captured - refunded) throw new Error('cash');
    if (sumOf(payment, 'receivable') !== billed - waived - captured) throw new Error('claim');
    if (sumOf(payment, 'receivable') < 0) throw new Error('taken before it was owed');
  },
  'has lost exactly what was lost in disputes, and holds what is still disputed': (events) => {
    let [open, lost] = [0, 0];
    for (const event of events) {
      if (event.type === 'payment.dispute-opened.v1') open += event.data.amountMinor;
      if (event.type === 'payment.dispute-won.v1') open -= event.data.amountMinor;
      if (event.type === 'payment.dispute-lost.v1') {
        open -= event.data.amountMinor;
        lost += event.data.amountMinor;
      }
    }
    if (sumOf(events, 'disputed-funds') !== open) throw new Error('open disputes');
    if (sumOf(events, 'dispute-losses') !== lost) throw new Error('lost disputes');
  },
  'never gives back more than was captured, per line and per part of it': (events) => {
    const left = new Map<string, number>();
    for (const event of events) {
      if (event.type !== 'payment.captured.v1' && event.type !== 'payment.refunded.v1') continue;
      const sign = event.type === 'payment.captured.v1' ? 1 : -1;
      for (const line of event.data.lines) {
        for (const part of ['amountMinor', 'goodsMinor', 'shippingMinor', 'taxMinor'] as const) {
          const key = `${line.lineId} ${part}`;
          const rest = (left.get(key) ?? 0) + sign * line[part];
          if (rest < 0) throw new Error(`${key}: ${-rest} too much`);
          left.set(key, rest);
        }
      }
    }
  },
};

/** The rules that a history breaches, and how. */
function breachesOf(events: readonly LedgerEvent[]): Map<string, string> {
  const breaches = new Map<string, string>();
  for (const [name, rule] of Object.entries(RULES)) {
    try {
      rule(events);
    } catch (error) {
      breaches.set(name, (error as Error).message);
    }
  }
  return breaches;
}

describe(`the ledger of ${RUNS} random histories (CONTINUO_SEED=${seed})`, () => {
  let breaches = new Map<string, string>();
  let told = '';
  beforeAll(() => {
    try {
      histories((events) => {
        const found = breachesOf(events);
        if (found.size === 0) return;
        breaches = found;
        throw new Error([...found].join('; '));
      });
    } catch (error) {
      told = (error as Error).message;
    }
  });

  it.each(Object.keys(RULES))('%s', (name) => {
    if (breaches.has(name)) throw new Error(told);
  });

  it('has entries in each of them', () => {
    expect(told).toBe('');
    expect(posted).toBeGreaterThan(2 * RUNS);
  });
});
