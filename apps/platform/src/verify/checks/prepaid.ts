import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';

interface Term {
  readonly orderId: string;
  readonly lineId: string;
  readonly amountMinor: number;
}

/** What programs say of prepaid shipments, and the entry that each is to make. */
const SAID: ReadonlySet<string> = new Set([
  'subscription.prepaid-run-paid.v1',
  'subscription.prepaid-shipment-left.v1',
  'subscription.prepaid-shipments-lapsed.v1',
]);
const POSTED: ReadonlySet<string> = new Set([
  'prepayment.revenue-deferred.v1',
  'prepayment.shipment-recognised.v1',
  'prepayment.shipments-lapsed.v1',
]);

const MEND = 'finance settles it with POST /v1/subscriptions/{id}/prepaid-settlements';

/** Revenue of shipments to come waits until they leave, or will not. */
export class PrepaidShipmentsPosted implements Check {
  readonly name = 'prepaid-shipments-posted';
  readonly rule =
    'what is paid for shipments to come is deferred when it is captured, and only then, recognised once when each leaves or settled once when it will not, and never beyond what was paid';
  private readonly said = new Map<string, number>();
  private readonly posted = new Map<string, number>();
  private readonly deferred = new Map<string, number>();
  /** Lines of orders that pay for several shipments, and have not been said to be paid or given up. */
  private readonly opened = new Map<string, string>();
  private readonly captured = new Map<string, number>();
  private readonly cancelled = new Map<string, number>();
  private readonly paid = new Map<string, string>();
  private readonly breaches: string[] = [];

  /** What programs said after `handledUpTo` is still on its way to the ledger. */
  constructor(private readonly handledUpTo: number) {}

  see(event: RecordedEvent): void {
    this.seePayment(event);
    if (SAID.has(event.type)) this.said.set(keyOf(event, event.id), event.position);
    if (!POSTED.has(event.type)) return;
    const { orderId, lineId, amountMinor } = dataOf<Term>(event);
    const { lapseId = '' } = dataOf<{ lapseId?: string }>(event);
    addTo(this.posted, keyOf(event, lapseId), 1);
    const sign = event.type === 'prepayment.revenue-deferred.v1' ? 1 : -1;
    const left = addTo(this.deferred, `${orderId} ${lineId}`, sign * amountMinor);
    if (left < 0)
      this.breaches.push(`${idOf(event.stream)} recognises more of ${orderId} than was deferred`);
  }

  private seePayment(event: RecordedEvent): void {
    const { orderId, lineId } = dataOf<Term>(event);
    const line = `${orderId} ${lineId}`;
    switch (event.type) {
      case 'subscription.prepaid-run-opened.v1':
        this.opened.set(line, idOf(event.stream));
        break;
      case 'subscription.prepaid-run-paid.v1':
        // Of a cycle's order any package may be the first to leave.
        this.paid.set(
          dataOf<{ firstCycle: number }>(event).firstCycle === 1 ? line : orderId,
          idOf(event.stream),
        );
        this.opened.delete(line);
        break;
      case 'subscription.prepaid-run-ended.v1':
        this.opened.delete(line);
        break;
      case 'payment.captured.v1':
      case 'payment.deposit-used.v1':
        this.note(this.captured, event);
        break;
      case 'order.cancelled.v1':
        this.note(this.cancelled, event);
    }
  }

  private note(outcome: Map<string, number>, { data, position }: RecordedEvent): void {
    const { orderId, lines } = data as { orderId: string; lines: readonly Term[] };
    outcome.set(orderId, position);
    for (const { lineId } of lines) outcome.set(`${orderId} ${lineId}`, position);
  }

  finish() {
    const handled = (position = Infinity) => position <= this.handledUpTo;
    for (const [line, program] of this.opened) {
      if (handled(this.captured.get(line)))
        this.breaches.push(`${program}: ${line} was captured, and nothing of it deferred; ${MEND}`);
      else if (handled(this.cancelled.get(line)))
        this.breaches.push(`${program}: ${line} was cancelled, and still counts as paid; ${MEND}`);
    }
    for (const [order, program] of this.paid) {
      if (!this.captured.has(order))
        this.breaches.push(`${program}: ${order} is said to be paid, and was not captured`);
    }
    for (const [key, position] of this.said) {
      const times = this.posted.get(key) ?? 0;
      if (times > 1) this.breaches.push(`${key} was posted ${times} times`);
      if (times === 0 && position <= this.handledUpTo) this.breaches.push(`${key} was not posted`);
    }
    for (const key of this.posted.keys()) {
      if (!this.said.has(key)) this.breaches.push(`${key} was posted and never happened`);
    }
    return { facts: this.said.size, breaches: this.breaches };
  }
}

function keyOf({ stream, data, type }: RecordedEvent, lapseId: string): string {
  const { orderId, lineId, cycle } = data as Term & { readonly cycle?: number };
  const what = type.includes('lapsed')
    ? `lapse ${lapseId}`
    : cycle === undefined
      ? 'term'
      : `cycle ${cycle}`;
  return `${idOf(stream)} ${orderId} ${lineId} ${what}`;
}
