import type { Instant } from '@continuo/kernel/instant';
import { hardDeclined } from './dunning';
import type { AttemptPurpose } from './events';
import {
  accountOf,
  everythingLeft,
  excessDepositMinor,
  keptUnits,
  laterInstalmentMinor,
  toAuthoriseMinor,
} from './goods';
import { MOST_CAPTURE_DECLINES } from './policy';
import { DEPOSIT, type OpenPayment, type PendingPackage, openAttempt } from './state';

/** What is to happen next with a payment: one thing at a time. */
export type Step =
  | { readonly kind: 'attempt'; readonly purpose: AttemptPurpose }
  /** A package for which the first instalment takes nothing: no gateway is needed. */
  | { readonly kind: 'settle-free-package'; readonly package: PendingPackage }
  | { readonly kind: 'give-back-deposit'; readonly amountMinor: number; readonly on: string }
  | { readonly kind: 'lapse'; readonly reference: string; readonly amountMinor: number };

/** The next step that is due; nothing while the outcome of the last one is open. */
export function nextStep(payment: OpenPayment, now: Instant): Step | null {
  if (openAttempt(payment)) return null;
  return (
    depositStep(payment, now) ??
    firstAuthorisation(payment, now) ??
    packageStep(payment, now) ??
    refundStep(payment) ??
    instalmentStep(payment, now) ??
    releaseStep(payment, now)
  );
}

function attempt(payment: OpenPayment, purpose: Omit<AttemptPurpose, 'token'>): Step {
  return { kind: 'attempt', purpose: { token: payment.method.token, ...purpose } };
}

function authorise(payment: OpenPayment): Step {
  const amountMinor = toAuthoriseMinor(payment);
  const again = payment.attempts.some(
    (each) => each.kind === 'authorise' && each.status === 'succeeded',
  );
  return attempt(payment, {
    kind: 'authorise',
    amountMinor,
    instalment: 1,
    ...(again && { again }),
  });
}

function firstAuthorisation(payment: OpenPayment, now: Instant): Step | null {
  return payment.authoriseAt !== null && payment.authoriseAt <= now ? authorise(payment) : null;
}

/** A deposit is charged before anything is authorised; what is too much of it goes back. */
function depositStep(payment: OpenPayment, now: Instant): Step | null {
  const { authoriseAt, deposit } = payment;
  const excess = excessDepositMinor(payment);
  if (deposit.reference !== null && excess > 0)
    return { kind: 'give-back-deposit', amountMinor: excess, on: deposit.reference };
  if (deposit.wantedMinor === 0 || authoriseAt === null || authoriseAt > now) return null;
  const amountMinor = Math.min(deposit.wantedMinor, toAuthoriseMinor(payment));
  if (amountMinor <= 0) return null;
  return attempt(payment, { kind: 'charge', amountMinor, instalment: DEPOSIT });
}

export function amountOf(pending: PendingPackage): number {
  return pending.firstInstalment.reduce((sum, line) => sum + line.amountMinor, 0);
}

function packageStep(payment: OpenPayment, now: Instant): Step | null {
  const pending = payment.toCapture.find((each) => each.captureDeclines < MOST_CAPTURE_DECLINES);
  if (!pending) return null;
  const amountMinor = amountOf(pending);
  if (amountMinor === 0) return { kind: 'settle-free-package', package: pending };
  const held = payment.authorisation;
  const covered =
    held !== null && held.expiresAt > now && held.amountMinor - held.capturedMinor >= amountMinor;
  if (covered) {
    const { packageId } = pending;
    return attempt(payment, {
      kind: 'capture',
      amountMinor,
      instalment: 1,
      packageId,
      on: held.reference,
    });
  }
  const last = payment.attempts.findLast((each) => each.kind === 'authorise');
  if (last?.status === 'declined' || payment.withheld?.token === payment.method.token) return null;
  return authorise(payment);
}

function refundStep(payment: OpenPayment): Step | null {
  const refund = payment.toRefund[0];
  if (!refund) return null;
  const { amountMinor, refundId, on } = refund;
  return attempt(payment, { kind: 'refund', amountMinor, instalment: 1, refundId, on });
}

/** A later instalment, its amount for the goods that were kept, and when it is due. */
export interface DueInstalment {
  readonly number: number;
  readonly amountMinor: number;
  readonly at: Instant;
}

/**
 * The later instalment to be charged next. None before all goods have left or are cancelled, none
 * for goods that were cancelled or given back, none on a token that was hard-declined.
 */
export function nextInstalment(payment: OpenPayment): DueInstalment | null {
  const { instalments, lines } = payment.order;
  if (instalments.length < 2 || payment.toCapture.length > 0 || !everythingLeft(payment))
    return null;
  if (hardDeclined(payment, payment.method.token)) return null;
  const { withheld, method } = payment;
  if (withheld?.from === 'everything' && withheld.token === method.token) return null;
  let next: DueInstalment | null = null;
  for (const { number, dueAt } of instalments) {
    if (number < 2 || payment.charged.includes(number)) continue;
    const retry = payment.chargeRetries[number];
    if (retry === null) continue;
    const amountMinor = lines.reduce(
      (sum, line) => sum + laterInstalmentMinor(payment, line, number),
      0,
    );
    const at = retry ?? dueAt;
    if (amountMinor > 0 && (next === null || at < next.at)) next = { number, amountMinor, at };
  }
  return next;
}

function instalmentStep(payment: OpenPayment, now: Instant): Step | null {
  const due = nextInstalment(payment);
  if (!due || due.at > now) return null;
  return attempt(payment, { kind: 'charge', amountMinor: due.amountMinor, instalment: due.number });
}

/** What stays of an authorisation when all goods have left or are cancelled is given free. */
function releaseStep(payment: OpenPayment, now: Instant): Step | null {
  const held = payment.authorisation;
  if (!held || payment.toCapture.length > 0 || !everythingLeft(payment)) return null;
  const amountMinor = held.amountMinor - held.capturedMinor;
  if (amountMinor === 0) return null;
  const { reference } = held;
  if (held.expiresAt <= now) return { kind: 'lapse', reference, amountMinor };
  return attempt(payment, { kind: 'release', amountMinor, instalment: 1, on: reference });
}

/** Whether an attempt that the gateway never booked is still to be made. */
export function stillWanted(payment: OpenPayment, purpose: AttemptPurpose): boolean {
  switch (purpose.kind) {
    case 'authorise':
      return payment.toCapture.length > 0 || !everythingLeft(payment);
    case 'charge':
      if (purpose.instalment === DEPOSIT) return !everythingLeft(payment);
      return payment.order.lines.some(
        (line) => laterInstalmentMinor(payment, line, purpose.instalment) > 0,
      );
    case 'raise':
      return payment.authorisation?.reference === purpose.on && !everythingLeft(payment);
    case 'capture':
    case 'refund':
    case 'release':
      return true;
  }
}

/** What an instalment takes per line. */
export function instalmentLines(payment: OpenPayment, number: number) {
  return payment.order.lines.flatMap((line) => {
    const quantity = keptUnits(accountOf(payment, line.lineId));
    const amountMinor = laterInstalmentMinor(payment, line, number);
    return amountMinor > 0 ? [{ lineId: line.lineId, quantity, amountMinor }] : [];
  });
}
