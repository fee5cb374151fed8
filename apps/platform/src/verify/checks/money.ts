import { idOf, type RecordedEvent } from '@continuo/event-store/event-store';
import { addTo, type Check, dataOf } from '../check';
import { TAKEN } from './refunds';

/** An instalment of an order, or of a program's cycle, is taken once. */
export class OneChargePerInstalment implements Check {
  readonly name = 'one-charge-per-instalment';
  readonly rule =
    'an instalment is captured once per package, charged once, and never beyond what it is';
  private readonly due = new Map<string, number>();
  private readonly taken = new Map<string, number>();
  private readonly parts = new Set<string>();
  private readonly breaches: string[] = [];
  private facts = 0;

  see(event: RecordedEvent): void {
    if (event.type === 'payment.opened.v1') {
      const { order } = dataOf<{
        order: { lines: readonly { instalmentsMinor: readonly number[] }[] };
      }>(event);
      for (const line of order.lines) {
        line.instalmentsMinor.forEach((amount, index) =>
          addTo(this.due, `${idOf(event.stream)} instalment ${index + 1}`, amount),
        );
      }
    } else if (event.type === 'payment.captured.v1') {
      const data = dataOf<{ instalment: number; packageId: string | null; amountMinor: number }>(
        event,
      );
      this.facts += 1;
      const instalment = `${idOf(event.stream)} instalment ${data.instalment}`;
      const part = `${instalment} package ${data.packageId ?? '-'}`;
      if (this.parts.has(part)) this.breaches.push(`${part} was captured twice`);
      this.parts.add(part);
      this.take(instalment, data.amountMinor);
    } else if (TAKEN.has(event.type)) {
      const { amountMinor } = dataOf<{ amountMinor: number }>(event);
      this.take(`${idOf(event.stream)} instalment 1`, amountMinor);
    }
  }

  private take(instalment: string, amountMinor: number): void {
    const taken = addTo(this.taken, instalment, amountMinor);
    const due = this.due.get(instalment) ?? 0;
    if (taken > due) this.breaches.push(`${instalment}: ${taken} taken, ${due} due`);
  }

  finish() {
    return { facts: this.facts, breaches: this.breaches };
  }
}

/** What the gateway's own books say about one charge. */
export interface BookedCharge {
  readonly idempotencyKey: string;
  readonly kind: string;
  readonly amountMinor: number;
  readonly status: string;
}

/** Events by which we call money moved, or set aside. */
const SETTLED: ReadonlySet<string> = new Set([
  'payment.authorised.v1',
  'payment.reauthorised.v1',
  'payment.authorisation-raised.v1',
  'payment.captured.v1',
  'payment.deposit-taken.v1',
  'payment.deposit-refunded.v1',
  'payment.refunded.v1',
  'payment.authorisation-released.v1',
]);

/** The gateway's books and ours name the same charges with the same amounts. */
export class GatewayChargesKnown implements Check {
  readonly name = 'gateway-charges-known';
  readonly rule =
    "every charge in the gateway's books is ours, of the same kind and amount, and what we call settled, and only that, is in the books";
  private readonly attempts = new Map<
    string,
    { kind: string; amountMinor: number; attemptId: string }
  >();
  private readonly settled = new Map<string, { where: string; amountMinor: number }>();
  private readonly refused = new Map<string, string>();
  /** Payments of other processors, and their attempts: those books are not here. */
  private readonly routed = new Set<string>();
  private readonly elsewhere = new Set<string>();
  private readonly breaches: string[] = [];

  constructor(private readonly booked: readonly BookedCharge[]) {}

  see(event: RecordedEvent): void {
    if (event.type === 'payment.routed.v1') {
      if (dataOf<{ account: string }>(event).account === 'simulator')
        this.routed.delete(event.stream);
      else this.routed.add(event.stream);
    } else if (event.type === 'payment.attempt-recorded.v1') {
      const data = dataOf<{
        idempotencyKey: string;
        kind: string;
        amountMinor: number;
        attemptId: string;
        on?: string;
      }>(event);
      this.attempts.set(data.idempotencyKey, data);
      const ours = data.on?.startsWith('sim_') ?? !this.routed.has(event.stream);
      if (!ours) this.elsewhere.add(data.attemptId);
    } else if (SETTLED.has(event.type)) {
      const { attemptId, amountMinor } = dataOf<{ attemptId: string | null; amountMinor: number }>(
        event,
      );
      const where = `${event.type} at ${event.stream}@${event.revision}`;
      if (attemptId !== null) this.settled.set(attemptId, { where, amountMinor });
      else if (amountMinor !== 0)
        this.breaches.push(`${where}: ${amountMinor} without the gateway`);
    } else if (
      event.type === 'payment.declined.v1' ||
      event.type === 'payment.attempt-abandoned.v1'
    ) {
      this.refused.set(
        dataOf<{ attemptId: string }>(event).attemptId,
        `${event.type} at ${event.stream}@${event.revision}`,
      );
    }
  }

  finish() {
    const succeeded = new Map<string, number>();
    for (const charge of this.booked) {
      const attempt = this.attempts.get(charge.idempotencyKey);
      if (!attempt) {
        this.breaches.push(
          `the gateway booked ${charge.kind} ${charge.idempotencyKey} of ${charge.amountMinor}, which we never asked for`,
        );
        continue;
      }
      if (attempt.kind !== charge.kind || attempt.amountMinor !== charge.amountMinor) {
        this.breaches.push(
          `${charge.idempotencyKey}: booked ${charge.kind} ${charge.amountMinor}, asked ${attempt.kind} ${attempt.amountMinor}`,
        );
      }
      if (charge.status !== 'succeeded') continue;
      succeeded.set(attempt.attemptId, charge.amountMinor);
      const refused = this.refused.get(attempt.attemptId);
      if (refused !== undefined)
        this.breaches.push(`${refused}: the gateway booked ${charge.amountMinor} all the same`);
    }
    for (const [attemptId, { where, amountMinor }] of this.settled) {
      if (this.elsewhere.has(attemptId)) continue;
      const booked = succeeded.get(attemptId);
      if (booked === undefined)
        this.breaches.push(`${where}: the gateway's books know no such success`);
      else if (booked !== amountMinor)
        this.breaches.push(`${where}: ${amountMinor}, the gateway booked ${booked}`);
    }
    return { facts: this.booked.length, breaches: this.breaches };
  }
}

/** At most one charge succeeded per thing to charge for, by the gateway's own books; nor is money set aside twice. */
export class NoDoubleChargeInBooks implements Check {
  readonly name = 'no-double-charge';
  readonly rule =
    "at most one successful charge per order, instalment and package, by the gateway's own books";
  private readonly purpose = new Map<string, string>();
  private readonly breaches: string[] = [];

  constructor(private readonly booked: readonly BookedCharge[]) {}

  see(event: RecordedEvent): void {
    if (event.type !== 'payment.attempt-recorded.v1') return;
    const data = dataOf<{
      idempotencyKey: string;
      kind: string;
      instalment: number;
      packageId?: string;
      again?: boolean;
    }>(event);
    const instalment = `${idOf(event.stream)} instalment ${data.instalment}`;
    if (data.kind === 'capture' || data.kind === 'charge')
      this.purpose.set(data.idempotencyKey, `${instalment} package ${data.packageId ?? '-'}`);
    else if (data.kind === 'authorise' && !data.again)
      this.purpose.set(data.idempotencyKey, `the authorisation of ${instalment}`);
  }

  finish() {
    const once = new Map<string, string>();
    let facts = 0;
    for (const charge of this.booked) {
      const purpose = this.purpose.get(charge.idempotencyKey);
      if (purpose === undefined || charge.status !== 'succeeded') continue;
      facts += 1;
      const before = once.get(purpose);
      if (before !== undefined)
        this.breaches.push(`${purpose} succeeded twice: ${before} and ${charge.idempotencyKey}`);
      once.set(purpose, charge.idempotencyKey);
    }
    return { facts, breaches: this.breaches };
  }
}
