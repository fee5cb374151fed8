import type { Entry } from '../adapters/simulator/rules';
import { type LedgerEvent, postingsOf } from '../domain/ledger/postings';
import type { PaymentState } from '../domain/payment/state';

interface Judged {
  /** What the gateway has done, by its own books. */
  readonly books: readonly Entry[];
  readonly payments: ReadonlyMap<string, PaymentState>;
  readonly events: readonly { readonly type: string; readonly data: object }[];
}

/**
 * What the gateway's books say against the record; empty when all is well: each thing that was
 * booked is known to us and the other way round, nothing is taken twice, the ledger is balanced and
 * has the gateway's money.
 */
export function breachesOf({ books, payments, events }: Judged): string[] {
  const breaches: string[] = [];
  const booked = new Map(
    books
      .filter(({ status }) => status === 'succeeded')
      .map((entry) => [entry.idempotencyKey, entry] as const),
  );
  const taken = new Set<string>();
  for (const [paymentId, payment] of payments) {
    if (payment.status === 'none') continue;
    for (const attempt of payment.attempts) {
      const { idempotencyKey: key, kind, amountMinor, status } = attempt;
      const entry = booked.get(key);
      booked.delete(key);
      if (status === 'requested' || status === 'unknown') {
        breaches.push(`${paymentId}: the outcome of ${kind} ${key} is still open`);
      } else if ((status === 'succeeded') !== (entry !== undefined)) {
        breaches.push(`${paymentId}: ${kind} ${key} is ${status}, and the books do not say so`);
      }
      if (!entry) continue;
      if (entry.kind !== kind || entry.amountMinor !== amountMinor)
        breaches.push(`${paymentId}: ${key} was booked as ${entry.kind} of ${entry.amountMinor}`);
      const { packageId, refundId, on, instalment } = attempt;
      const what = `${paymentId} ${kind} ${packageId ?? (refundId && `${refundId} ${on}`) ?? instalment}`;
      const once = kind === 'capture' || kind === 'charge' || kind === 'refund';
      if ((once || (kind === 'authorise' && !attempt.again)) && taken.has(what))
        breaches.push(`${what} was carried out twice`);
      taken.add(what);
    }
  }
  for (const { paymentReference, kind, idempotencyKey } of booked.values())
    breaches.push(`${paymentReference}: ${kind} ${idempotencyKey} is in the books and not known`);
  return [...breaches, ...breachesOfLedger(books, events)];
}

function breachesOfLedger(books: readonly Entry[], events: Judged['events']): string[] {
  const breaches: string[] = [];
  let cashMinor = 0;
  let inDisputeMinor = 0;
  for (const event of events) {
    const postings = postingsOf(event as LedgerEvent);
    const sum = postings.reduce((minor, { amountMinor }) => minor + amountMinor, 0);
    if (sum !== 0) breaches.push(`${event.type} is off by ${sum}`);
    const cash = postings
      .filter(({ account }) => account === 'cash-clearing')
      .reduce((minor, { amountMinor }) => minor + amountMinor, 0);
    if (/dispute/.test(event.type)) inDisputeMinor += cash;
    else cashMinor += cash;
  }
  const movedMinor = books
    .filter(({ status }) => status === 'succeeded')
    .reduce((minor, { kind, amountMinor }) => minor + (SIGN[kind] ?? 0) * amountMinor, 0);
  if (movedMinor !== cashMinor)
    breaches.push(`the gateway has moved ${movedMinor}, the ledger says ${cashMinor}`);
  if (inDisputeMinor > 0) breaches.push(`disputes have brought ${inDisputeMinor}`);
  return breaches;
}

const SIGN: Readonly<Record<string, number>> = { capture: 1, charge: 1, refund: -1 };
