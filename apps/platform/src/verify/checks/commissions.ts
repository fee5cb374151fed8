import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface MoneyLines {
  readonly orderId: string;
  readonly lines: readonly { readonly lineId: string; readonly goodsMinor: number }[];
}

interface RegisteredSale {
  readonly orderId: string;
  readonly lines: readonly {
    readonly orderLineId: string;
    readonly parts: readonly { readonly orderLineId: string }[];
    readonly rule: unknown;
  }[];
}

interface CommissionLine {
  readonly lineId: string;
  readonly orderLineId: string;
  readonly amountMinor: number;
  readonly basis: { readonly goodsMinor: number };
  readonly source: { readonly settlementId: string };
}

/** Commission rests on settled sales alone, on all of them, and comes back as far as they do. */
export class CommissionsTie implements Check {
  readonly name = 'commissions-tie';
  readonly rule =
    'commission accrues on exactly what was captured, or paid by credit or a deposit, of paid lines, and no reversal exceeds what it reverses';
  private readonly captured = new Map<string, number>();
  private readonly capturedSoFar = new Map<string, number>();
  private readonly settlements = new Set<string>();
  /** The lines of orders that each paid line stands for. */
  private readonly payable = new Map<string, readonly string[]>();
  private readonly accrued = new Map<string, number>();
  private readonly left = new Map<string, number>();
  private readonly breaches: string[] = [];
  private facts = 0;

  /** Captures, and what credit and deposits have paid, after `handledUpTo` are still on their way to commissions. */
  constructor(private readonly handledUpTo: number) {}

  see(event: RecordedEvent): void {
    switch (event.type) {
      case 'payment.captured.v1':
      case 'payment.paid-by-credit.v1':
      case 'payment.deposit-used.v1': {
        const data = dataOf<MoneyLines & { captureId: string }>(event);
        this.settlements.add(data.captureId);
        for (const line of data.lines) {
          const key = `${data.orderId} line ${line.lineId}`;
          addTo(this.capturedSoFar, key, line.goodsMinor);
          if (event.position <= this.handledUpTo) addTo(this.captured, key, line.goodsMinor);
        }
        break;
      }
      case 'payment.refunded.v1':
      case 'payment.refunded-to-credit.v1':
        this.settlements.add(dataOf<{ refundId: string }>(event).refundId);
        break;
      case 'commission.sale-registered.v2': {
        const { orderId, lines } = dataOf<RegisteredSale>(event);
        for (const { rule, orderLineId, parts } of lines) {
          if (rule === null) continue;
          const keys = parts.map((part) => `${orderId} line ${part.orderLineId}`);
          this.payable.set(`${orderId} line ${orderLineId}`, keys);
        }
        break;
      }
      case 'commission.line-accrued.v1': {
        const line = dataOf<CommissionLine>(event);
        this.facts += 1;
        addTo(
          this.accrued,
          `${idOf(event.stream)} line ${line.orderLineId}`,
          line.basis.goodsMinor,
        );
        this.left.set(line.lineId, line.amountMinor);
        this.mustBeSettled(line, event);
        break;
      }
      case 'commission.line-reversed.v1': {
        const line = dataOf<CommissionLine & { reversesLineId: string }>(event);
        this.facts += 1;
        const left = addTo(this.left, line.reversesLineId, line.amountMinor);
        if (left < 0 || line.amountMinor > 0)
          this.breaches.push(`${line.lineId} takes back more than ${line.reversesLineId} accrued`);
        this.mustBeSettled(line, event);
        break;
      }
    }
  }

  private mustBeSettled(line: CommissionLine, event: RecordedEvent): void {
    if (this.settlements.has(line.source.settlementId)) return;
    this.breaches.push(
      `${line.lineId} (${event.stream}@${event.revision}) rests on ${line.source.settlementId}, which payments does not know`,
    );
  }

  finish() {
    for (const [key, parts] of this.payable) {
      const captured = sumOf(this.captured, parts);
      const accrued = this.accrued.get(key) ?? 0;
      if (captured > accrued)
        this.breaches.push(
          `${key}: goods of ${captured} were captured, commission accrued on ${accrued}`,
        );
    }
    for (const [key, accrued] of this.accrued) {
      const captured = sumOf(this.capturedSoFar, this.payable.get(key) ?? [key]);
      if (accrued > captured)
        this.breaches.push(
          `${key}: commission accrued on ${accrued}, goods of ${captured} were captured`,
        );
    }
    return { facts: this.facts, breaches: this.breaches };
  }
}

function sumOf(amounts: ReadonlyMap<string, number>, keys: readonly string[]): number {
  return keys.reduce((sum, key) => sum + (amounts.get(key) ?? 0), 0);
}
