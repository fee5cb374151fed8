import { categoryOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { journal } from '@continuo/payments/definitions';
import { addTo, type Check, dataOf } from '../check';
import type { BookedCharge } from './money';

type Entry = NonNullable<ReturnType<typeof journal.entryOf>>;

function entryOf(event: RecordedEvent): Entry | undefined {
  return journal.categories.includes(categoryOf(event.stream)) ? journal.entryOf(event) : undefined;
}

/** Debits and credits of each event's postings are equal, per currency. */
export class LedgerBalanced implements Check {
  readonly name = 'ledger-balanced';
  readonly rule = 'after every event the ledger is balanced, per currency, in whole minor units';
  private readonly totals = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const entry = entryOf(event);
    if (!entry) return;
    let sum = 0;
    for (const { account, amountMinor } of entry.postings) {
      this.facts += 1;
      sum += amountMinor;
      if (!Number.isSafeInteger(amountMinor))
        this.breaches.push(`${whereOf(event)} posts ${amountMinor} to ${account}: no whole unit`);
    }
    addTo(this.totals, entry.currency, sum);
    if (sum !== 0)
      this.breaches.push(`${whereOf(event)} is off by ${sum} ${entry.currency} minor units`);
  }

  finish() {
    for (const [currency, sum] of this.totals) {
      if (sum !== 0) this.breaches.push(`the ledger in ${currency} is off by ${sum} minor units`);
    }
    return { facts: this.facts, breaches: this.breaches };
  }
}

const whereOf = ({ type, stream, revision }: RecordedEvent) => `${type} at ${stream}@${revision}`;

/** Kinds of bookings that move money, and in which direction. */
const MOVES: Readonly<Record<string, 1 | -1>> = { capture: 1, charge: 1, refund: -1 };

/** What the gateway has moved, the ledger has posted: as much, and to cash. */
export class GatewayChargesPosted implements Check {
  readonly name = 'gateway-charges-in-ledger';
  readonly rule =
    "every charge and refund in the gateway's books is posted to cash clearing, or its outcome is not known yet";
  /** By attempt id. */
  private readonly keys = new Map<string, string>();
  /** Idempotency keys of attempts without an outcome, and what was posted for the others. */
  private readonly open = new Set<string>();
  private readonly posted = new Map<string, number>();

  constructor(private readonly booked: readonly BookedCharge[]) {}

  see(event: RecordedEvent): void {
    if (categoryOf(event.stream) !== 'payment') return;
    const { attemptId, idempotencyKey } = dataOf<{
      attemptId?: string | null;
      idempotencyKey?: string;
    }>(event);
    if (attemptId === undefined || attemptId === null) return;
    if (event.type === 'payment.attempt-recorded.v1' && idempotencyKey !== undefined) {
      this.keys.set(attemptId, idempotencyKey);
      this.open.add(idempotencyKey);
      return;
    }
    const key = this.keys.get(attemptId);
    if (key === undefined || !OUTCOMES.has(event.type)) return;
    this.open.delete(key);
    const cash = entryOf(event)?.postings.find(({ account }) => account === 'cash-clearing');
    addTo(this.posted, key, cash?.amountMinor ?? 0);
  }

  finish() {
    const breaches: string[] = [];
    let facts = 0;
    for (const { idempotencyKey: key, kind, amountMinor, status } of this.booked) {
      const direction = MOVES[kind];
      if (direction === undefined || status !== 'succeeded') continue;
      facts += 1;
      if (this.open.has(key)) continue;
      const posted = this.posted.get(key) ?? 0;
      if (posted !== direction * amountMinor)
        breaches.push(
          `${kind} ${key}: the gateway moved ${amountMinor}, the ledger posted ${posted}`,
        );
    }
    return { facts, breaches };
  }
}

const OUTCOMES: ReadonlySet<string> = new Set([
  'payment.captured.v1',
  'payment.refunded.v1',
  'payment.deposit-taken.v1',
  'payment.deposit-refunded.v1',
  'payment.declined.v1',
  'payment.attempt-abandoned.v1',
]);
