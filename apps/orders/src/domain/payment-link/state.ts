import { addMs, type Instant } from '@continuo/kernel/instant';
import type { LinkTerms } from './events';

/** Ended are `paid`, `cancelled`, `expired` and `closed`. */
export type LinkStatus = 'open' | 'paying' | 'paid' | 'cancelled' | 'expired' | 'closed';

export interface PaymentLink extends LinkTerms {
  readonly status: LinkStatus;
  /** Every token that was presented, in order; attempt n is the n-th. */
  readonly tokens: readonly string[];
  /** When the last of them was taken, until the order has it. */
  readonly toPassOnSince: Instant | null;
  /** The gateway's code of the last decline. */
  readonly declinedWith: string | null;
  /** Secrets that were not its own. */
  readonly refusals: number;
  readonly payment: { readonly paymentId: string; readonly amountMinor: number } | null;
  /** Why it was cancelled or closed. */
  readonly endedFor: string | null;
}

export type PaymentLinkState = { readonly status: 'none' } | PaymentLink;

/** After this many declined tokens a link closes. */
export const MAX_TOKENS = 5;
/** After this many wrong secrets a link closes. */
export const MAX_REFUSALS = 10;
/** A token that was taken and not passed on belongs to a process that died. */
const PASS_ON_WITHIN_MS = 15_000;

/** An open link expires; a token that was taken is passed on, whatever happened meanwhile. */
export function linkDueAt(link: PaymentLinkState): Instant | null {
  if (link.status === 'open') return link.expiresAt;
  if (link.status !== 'paying' || link.toPassOnSince === null) return null;
  return addMs(link.toPassOnSince, PASS_ON_WITHIN_MS);
}

export function tokensLeft({ tokens }: PaymentLink): number {
  return MAX_TOKENS - tokens.length;
}
