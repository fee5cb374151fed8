import { categoryOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { projections } from '../../definitions';
import { addTo, type Check } from '../check';

/** Debits and credits of each event's postings are equal, per currency. */
export class LedgerBalanced implements Check {
  readonly name = 'ledger-balanced';
  readonly rule = 'the postings of each event balance, per currency';
  private readonly ledger = projections.find((projection) => projection.name === 'ledger');
  private readonly totals = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (!this.ledger?.categories.includes(categoryOf(event.stream))) return;
    const sums = new Map<string, number>();
    for (const change of this.ledger.evolve(event)) {
      if (change.op !== 'put' || change.table !== 'ledger_postings') continue;
      this.facts += 1;
      const { currency, amount_minor: amount } = change.row;
      addTo(sums, String(currency), Number(amount));
      addTo(this.totals, String(currency), Number(amount));
    }
    for (const [currency, sum] of sums) {
      if (sum !== 0)
        this.breaches.push(
          `${event.type} at ${event.stream}@${event.revision} is off by ${sum} ${currency} minor units`,
        );
    }
  }

  finish() {
    for (const [currency, sum] of this.totals) {
      if (sum !== 0) this.breaches.push(`the ledger in ${currency} is off by ${sum} minor units`);
    }
    return { facts: this.facts, breaches: this.breaches };
  }
}
