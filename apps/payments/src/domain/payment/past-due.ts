import type { Instant } from '@continuo/kernel/instant';
import type { PaymentEvent } from './events';
import { laterInstalmentMinor } from './goods';
import type { OpenPayment, PaymentState } from './state';

export interface PastDue {
  readonly amountMinor: number;
  /** When the oldest of it was declined first; null when nothing is past due. */
  readonly since: Instant | null;
}

export const NOTHING_DUE: PastDue = { amountMinor: 0, since: null };

/** What is owed for goods that have left, was tried, and was declined. */
export function pastDueOf(payment: PaymentState): PastDue {
  if (payment.status === 'none') return NOTHING_DUE;
  const declined = payment.attempts.filter((each) => each.status === 'declined');
  let amountMinor = 0;
  let since: Instant | null = null;
  const owe = (minor: number, from: Instant) => {
    amountMinor += minor;
    if (since === null || from < since) since = from;
  };
  for (const { number } of payment.order.instalments) {
    const first = declined.find((each) => each.kind === 'charge' && each.instalment === number);
    if (!first || payment.charged.includes(number)) continue;
    const minor = instalmentMinor(payment, number);
    if (minor > 0) owe(minor, first.at);
  }
  const refused = declinedSinceAuthorised(payment);
  if (refused) {
    const minor = payment.toCapture
      .flatMap((pending) => pending.firstInstalment)
      .reduce((sum, line) => sum + line.amountMinor, 0);
    if (minor > 0) owe(minor, refused);
  }
  return { amountMinor, since };
}

/** Since when authorisations have been declined; null while the last one that was answered stands. */
function declinedSinceAuthorised({ attempts }: OpenPayment): Instant | null {
  const answered = attempts.filter(
    ({ kind, status }) => kind === 'authorise' && (status === 'declined' || status === 'succeeded'),
  );
  const run = answered.slice(answered.findLastIndex((each) => each.status === 'succeeded') + 1);
  return run[0]?.at ?? null;
}

function instalmentMinor(payment: OpenPayment, number: number): number {
  return payment.order.lines.reduce(
    (sum, line) => sum + laterInstalmentMinor(payment, line, number),
    0,
  );
}

/** What changed in what is past due: more of it, or less. */
export function pastDueEvents(before: PaymentState, after: PaymentState): PaymentEvent[] {
  if (after.status === 'none') return [];
  const was = pastDueOf(before);
  const is = pastDueOf(after);
  if (was.amountMinor === is.amountMinor) return [];
  const { paymentId, order } = after;
  const data = {
    paymentId,
    orderId: order.orderId,
    origin: order.origin,
    currency: order.currency,
    customerId: order.customerId,
    campaignId: order.sale.campaignId,
    amountMinor: is.amountMinor,
  };
  if (is.amountMinor > was.amountMinor && is.since !== null) {
    return [{ type: 'payment.fell-past-due.v1', data: { ...data, since: is.since } }];
  }
  return [{ type: 'payment.past-due-settled.v1', data: { ...data, since: is.since } }];
}
