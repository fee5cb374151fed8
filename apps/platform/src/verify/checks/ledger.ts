import type { RecordedEvent } from '@continuo/event-store/event-store';
import { SERVICES } from '../../services';
import { addTo, type Check } from '../check';

/** Debits and credits of each event's postings are equal, per currency. */
export class LedgerBalanced implements Check {
  readonly name = 'ledger-balanced';
  readonly rule = 'the postings of each event balance, per currency';
  private readonly postings = SERVICES.flatMap((service) => service.projections).find((projection) => projection.name === 'ledger-postings');
  private readonly totals = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (!this.postings?.categories.includes(event.stream.slice(0, event.stream.indexOf('-')))) return;
    const sums = new Map<string, number>();
    for (const change of this.postings.evolve(event)) {
      if (change.op !== 'put') continue;
      this.facts += 1;
      const { currency, debit_minor: debit, credit_minor: credit } = change.row;
      const amount = Number(debit ?? 0) - Number(credit ?? 0);
      addTo(sums, String(currency), amount);
      addTo(this.totals, String(currency), amount);
    }
    for (const [currency, sum] of sums) {
      if (sum !== 0) this.breaches.push(`${event.type} at ${event.stream}@${event.revision} is off by ${sum} ${currency} minor units`);
    }
  }

  finish() {
    for (const [currency, sum] of this.totals) {
      if (sum !== 0) this.breaches.push(`the ledger in ${currency} is off by ${sum} minor units`);
    }
    return { facts: this.facts, breaches: this.breaches };
  }
}
