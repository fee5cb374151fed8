import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface LineAmounts {
  readonly amountMinor: number;
  readonly lines: readonly (Readonly<Record<Part, number>> & { readonly lineId: string })[];
}

const PARTS = ['amountMinor', 'goodsMinor', 'shippingMinor', 'taxMinor'] as const;
type Part = (typeof PARTS)[number];

/** From a card, a deposit or credit alike. */
export const TAKEN: ReadonlySet<string> = new Set([
  'payment.captured.v1',
  'payment.paid-by-credit.v1',
  'payment.deposit-used.v1',
]);
const GIVEN_BACK: ReadonlySet<string> = new Set([
  'payment.refunded.v1',
  'payment.refunded-to-credit.v1',
]);

/** Nobody gets back more than was taken from them. */
export class RefundsWithinCaptures implements Check {
  readonly name = 'refunds-within-captures';
  readonly rule =
    'what was refunded of a line is at most what was captured of it, and so are its goods, shipping and tax';
  private readonly captured = new Map<string, number>();
  private readonly refunded = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    const taken = TAKEN.has(event.type);
    if (!taken && !GIVEN_BACK.has(event.type)) return;
    const { lines, amountMinor } = dataOf<LineAmounts>(event);
    const sum = lines.reduce((minor, line) => minor + line.amountMinor, 0);
    const where = `${event.type} at ${event.stream}@${event.revision}`;
    if (sum !== amountMinor) this.breaches.push(`${where}: ${amountMinor}, its lines ${sum}`);
    for (const line of lines) {
      const parts = line.goodsMinor + line.shippingMinor + line.taxMinor;
      if (parts !== line.amountMinor)
        this.breaches.push(
          `${where}: line ${line.lineId} of ${line.amountMinor}, its parts ${parts}`,
        );
      const sums = taken ? this.captured : this.refunded;
      if (!taken) this.facts += 1;
      for (const part of PARTS) {
        const key = `${idOf(event.stream)} line ${line.lineId} ${part}`;
        addTo(sums, key, line[part]);
        const [refunded, captured] = [this.refunded.get(key) ?? 0, this.captured.get(key) ?? 0];
        if (!taken && refunded > captured)
          this.breaches.push(`${key}: ${refunded} refunded, ${captured} captured`);
      }
    }
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}
