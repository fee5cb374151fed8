import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';
import { linkEnded, linkNotFound, paymentUnderWay } from './errors';
import { type LinkTerms, type PaymentLinkEvent, SECRET_GUESSED, TOKENS_USED_UP } from './events';
import { evolve } from './evolve';
import { MAX_REFUSALS, MAX_TOKENS, type PaymentLink, type PaymentLinkState } from './state';

/** What became of the payment that a token was passed on to. */
export type LinkOutcome = { readonly instalment: number } & (
  | { readonly kind: 'paid'; readonly paymentId: string; readonly amountMinor: number }
  | { readonly kind: 'declined'; readonly code: string }
);

export type PaymentLinkCommand =
  | { readonly kind: 'request'; readonly terms: LinkTerms }
  | { readonly kind: 'refuse-secret' }
  | { readonly kind: 'take-token'; readonly token: string; readonly now: Instant }
  | { readonly kind: 'note-passed-on'; readonly attempt: number }
  /** The order would not have it; `reason` is the code of its refusal. */
  | { readonly kind: 'note-refused'; readonly attempt: number; readonly reason: string }
  | {
      readonly kind: 'record-outcome';
      readonly attempt: number;
      readonly outcome: LinkOutcome;
      readonly now: Instant;
    }
  | { readonly kind: 'cancel'; readonly reason: string }
  | { readonly kind: 'expire'; readonly now: Instant };

function decide(command: PaymentLinkCommand, link: PaymentLinkState): readonly PaymentLinkEvent[] {
  if (command.kind === 'request') {
    return link.status === 'none'
      ? [{ type: 'payment-link.requested.v1', data: command.terms }]
      : [];
  }
  if (link.status === 'none') throw linkNotFound();
  switch (command.kind) {
    case 'refuse-secret':
      return refuseSecret(link);
    case 'take-token':
      return takeToken(command, link);
    case 'note-passed-on': {
      if (!isToPassOn(link, command.attempt)) return [];
      const data = { ...ofLink(link), attempt: command.attempt };
      return [{ type: 'payment-link.token-passed-on.v1', data }];
    }
    case 'note-refused':
      return isToPassOn(link, command.attempt) ? [closed(link, command.reason)] : [];
    case 'record-outcome':
      return recordOutcome(command, link);
    case 'cancel': {
      if (link.status === 'cancelled') return [];
      requireOpen(link);
      const data = { ...ofLink(link), reason: command.reason };
      return [{ type: 'payment-link.cancelled.v1', data }];
    }
    case 'expire':
      return link.status === 'open' && command.now >= link.expiresAt ? [expired(link)] : [];
    default:
      return never(command);
  }
}

/** Closes an open link after {@link MAX_REFUSALS}; what is being paid is left to its end. */
function refuseSecret(link: PaymentLink): readonly PaymentLinkEvent[] {
  if (link.status !== 'open' && link.status !== 'paying') return [];
  if (link.refusals >= MAX_REFUSALS) return [];
  const refusals = link.refusals + 1;
  const data = { ...ofLink(link), refusals };
  const refused: PaymentLinkEvent = { type: 'payment-link.secret-refused.v1', data };
  const isGuessed = refusals === MAX_REFUSALS && link.status === 'open';
  return isGuessed ? [refused, closed(link, SECRET_GUESSED)] : [refused];
}

/** The same token again is the same attempt, whatever has become of it. */
function takeToken(
  { token, now }: Extract<PaymentLinkCommand, { kind: 'take-token' }>,
  link: PaymentLink,
): readonly PaymentLinkEvent[] {
  if (link.tokens.includes(token)) return [];
  requireOpen(link);
  if (now >= link.expiresAt) throw linkEnded('expired', null);
  const data = { ...ofLink(link), attempt: link.tokens.length + 1, token, takenAt: now };
  return [{ type: 'payment-link.token-taken.v1', data }];
}

/** A card that was declined may be charged later by itself: then the link is paid although it was open again, or had ended. */
function recordOutcome(
  { attempt, outcome, now }: Extract<PaymentLinkCommand, { kind: 'record-outcome' }>,
  link: PaymentLink,
): readonly PaymentLinkEvent[] {
  if (attempt !== link.tokens.length || outcome.instalment !== link.due.instalment) return [];
  const about = { ...ofLink(link), attempt };
  if (outcome.kind === 'paid') {
    if (link.status === 'paid') return [];
    const { paymentId, amountMinor } = outcome;
    return [{ type: 'payment-link.paid.v1', data: { ...about, paymentId, amountMinor } }];
  }
  if (link.status !== 'paying') return [];
  const declined: PaymentLinkEvent = {
    type: 'payment-link.declined.v1',
    data: { ...about, code: outcome.code },
  };
  const end = endAfterDecline(link, now);
  return end ? [declined, end] : [declined];
}

function endAfterDecline(link: PaymentLink, now: Instant): PaymentLinkEvent | undefined {
  if (link.tokens.length >= MAX_TOKENS) return closed(link, TOKENS_USED_UP);
  if (link.refusals >= MAX_REFUSALS) return closed(link, SECRET_GUESSED);
  return now >= link.expiresAt ? expired(link) : undefined;
}

function isToPassOn(link: PaymentLink, attempt: number): boolean {
  return link.status === 'paying' && link.toPassOnSince !== null && attempt === link.tokens.length;
}

function requireOpen(link: PaymentLink): void {
  if (link.status === 'paying') throw paymentUnderWay();
  if (link.status !== 'open')
    throw linkEnded(link.status, link.status === 'closed' ? link.endedFor : null);
}

function ofLink({ paymentLinkId, orderId }: PaymentLink) {
  return { paymentLinkId, orderId };
}

function closed(link: PaymentLink, reason: string): PaymentLinkEvent {
  return { type: 'payment-link.closed.v1', data: { ...ofLink(link), reason } };
}

function expired(link: PaymentLink): PaymentLinkEvent {
  const data = { ...ofLink(link), expiresAt: link.expiresAt };
  return { type: 'payment-link.expired.v1', data };
}

export const paymentLinkDecider: Decider<PaymentLinkCommand, PaymentLinkEvent, PaymentLinkState> = {
  decide,
  evolve,
  initialState: () => ({ status: 'none' }),
};
