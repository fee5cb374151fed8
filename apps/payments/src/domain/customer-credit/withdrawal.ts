import { DomainError, invalid, notFound } from '@continuo/kernel/domain-error';
import type { Instant } from '@continuo/kernel/instant';
import { type Granter, isAtLeast } from './limits';
import { type CreditState, expired } from './state';

export interface AskedWithdrawal {
  readonly grantId: string;
  /** All that is left when null. */
  readonly amountMinor: number | null;
  readonly byRole: Granter;
  readonly now: Instant;
}

/**
 * What of a grant is taken back: at most what is not spent, by nobody below who granted it. Throws for
 * the customer's own money, which came back by a refund.
 */
export function withdrawable(
  { grants }: CreditState,
  { grantId, amountMinor, byRole, now }: AskedWithdrawal,
): { readonly currency: string; readonly amountMinor: number } {
  const grant = grants.find((each) => each.grantId === grantId);
  if (!grant) throw notFound('credit-grant', grantId);
  if (grant.byRole === null) throw ownMoney();
  if (!isAtLeast(byRole, grant.byRole)) throw higherRole(byRole, grant.byRole);
  const leftMinor = expired(grant, now) ? 0 : grant.leftMinor;
  if (leftMinor === 0) throw nothingLeft();
  if (amountMinor !== null && amountMinor > leftMinor) throw moreThanLeft(leftMinor);
  return { currency: grant.currency, amountMinor: amountMinor ?? leftMinor };
}

const ownMoney = () =>
  new DomainError(
    'credit-is-own-money',
    "Nobody has granted this credit: it is the customer's own money, which came back by a refund.",
  );

const higherRole = (role: Granter, granted: Granter) =>
  new DomainError(
    'credit-of-higher-role',
    `This was granted by a person with role ${granted}: a person with role ${role} may not withdraw it.`,
    'forbidden',
    { granted_by_role: granted },
  );

const nothingLeft = () =>
  new DomainError(
    'nothing-to-withdraw',
    'Nothing of this grant is left: what was spent is not withdrawn.',
  );

const moreThanLeft = (leftMinor: number) =>
  invalid(
    'more-than-left',
    '/amount_minor',
    `Send at most ${leftMinor}, which is what is left, or leave it out.`,
  );
