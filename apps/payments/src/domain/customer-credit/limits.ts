import { DomainError } from '@continuo/kernel/domain-error';

/** Who may grant credit. */
export type Granter = 'agent' | 'supervisor' | 'finance' | 'admin';

/**
 * What people of a role may grant one customer within thirty days, by currency, in minor units; nothing
 * in a currency that is not named. A role that is not named has no limit.
 */
export type CreditLimits = {
  readonly [Role in Granter]?: Readonly<Record<string, number>>;
};

export const LIMIT_DAYS = 30;

/** From the lowest to the highest. */
const RANKS: readonly Granter[] = ['agent', 'supervisor', 'finance', 'admin'];

/** Whether a role is the same as another, or above it. */
export function isAtLeast(role: Granter, other: Granter): boolean {
  return RANKS.indexOf(role) >= RANKS.indexOf(other);
}

/** The limit of a role; null where there is none. */
export function limitOf(limits: CreditLimits, role: Granter, currency: string): number | null {
  const limit = limits[role];
  return limit === undefined ? null : (limit[currency] ?? 0);
}

/** Roles above one whose own limit allows an amount. */
export function whoMayGrant(
  limits: CreditLimits,
  above: Granter,
  currency: string,
  amountMinor: number,
): readonly Granter[] {
  return RANKS.slice(RANKS.indexOf(above) + 1).filter((role) => {
    const limit = limitOf(limits, role, currency);
    return limit === null || amountMinor <= limit;
  });
}

export const creditLimitExceeded = (
  role: Granter,
  currency: string,
  limitMinor: number,
  grantedMinor: number,
  mayGrant: readonly Granter[],
) => {
  const left = Math.max(0, limitMinor - grantedMinor);
  const detail = `A person with role ${role} may grant a customer ${limitMinor} ${currency} minor units within ${LIMIT_DAYS} days, of which ${left} are left: ask ${mayGrant.join(' or ')}.`;
  return new DomainError(
    'credit-limit-exceeded',
    detail,
    'forbidden',
    { limit_minor: limitMinor, granted_minor: grantedMinor, may_grant: mayGrant },
    [
      {
        pointer: '/amount_minor',
        detail: `Send at most ${left}, or let ${mayGrant.join(' or ')} grant it.`,
      },
    ],
  );
};
