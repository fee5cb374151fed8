import type { Instant } from '@continuo/kernel/instant';
import type { GrantPart } from './events';
import type { Granter } from './limits';

/** Credit that came in at once, and what is left of it. */
export interface Grant {
  readonly grantId: string;
  readonly currency: string;
  readonly amountMinor: number;
  /** Neither set aside, withdrawn nor expired. */
  readonly leftMinor: number;
  /** Taken back by a person, because it should not have been granted. */
  readonly withdrawnMinor: number;
  readonly at: Instant;
  readonly expiresAt: Instant | null;
  /** Null for what was paid and came back. */
  readonly byRole: Granter | null;
  readonly reason: string;
}

/** What was set aside for a payment. */
export interface CreditUse {
  readonly orderId: string;
  readonly currency: string;
  readonly amountMinor: number;
  readonly returnedMinor: number;
  /** What of it is not returned, by grant, in the order in which it was taken. */
  readonly parts: readonly GrantPart[];
  readonly returnIds: readonly string[];
}

export interface CreditState {
  readonly grants: readonly Grant[];
  /** By payment id. */
  readonly uses: Readonly<Record<string, CreditUse>>;
}

export const NO_CREDIT: CreditState = { grants: [], uses: {} };

/** Grants that can be used, what expires first coming first. */
export function usableGrants(
  { grants }: CreditState,
  currency: string,
  now: Instant,
): readonly Grant[] {
  return grants
    .filter((grant) => grant.currency === currency && grant.leftMinor > 0 && !expired(grant, now))
    .toSorted((a, b) => Number(expiresBefore(b, a)) - Number(expiresBefore(a, b)));
}

function expiresBefore(a: Grant, b: Grant): boolean {
  return a.expiresAt !== null && (b.expiresAt === null || a.expiresAt < b.expiresAt);
}

export function expired({ expiresAt }: Grant, now: Instant): boolean {
  return expiresAt !== null && expiresAt <= now;
}

export function availableMinor(state: CreditState, currency: string, now: Instant): number {
  return usableGrants(state, currency, now).reduce((sum, { leftMinor }) => sum + leftMinor, 0);
}

/** When the next grant that has something left expires. */
export function creditDueAt({ grants }: CreditState): Instant | null {
  let next: Instant | null = null;
  for (const { leftMinor, expiresAt } of grants) {
    if (leftMinor > 0 && expiresAt !== null && (next === null || expiresAt < next))
      next = expiresAt;
  }
  return next;
}
