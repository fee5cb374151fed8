import { type Decider, never } from '@continuo/kernel/decider';
import { invalid } from '@continuo/kernel/domain-error';
import { type Instant, addMs } from '@continuo/kernel/instant';
import type { CreditEvent, GrantPart } from './events';
import { evolve } from './evolve';
import {
  type CreditLimits,
  type Granter,
  LIMIT_DAYS,
  creditLimitExceeded,
  limitOf,
  whoMayGrant,
} from './limits';
import { type CreditState, type CreditUse, NO_CREDIT, expired, usableGrants } from './state';
import { withdrawable } from './withdrawal';

const DAY_MS = 24 * 3_600_000;

export type CreditCommand = { readonly customerId: string; readonly now: Instant } & (
  | {
      readonly type: 'grant';
      readonly grantId: string;
      readonly currency: string;
      readonly amountMinor: number;
      readonly reason: string;
      readonly byRole: Granter;
      readonly expiresAt: Instant | null;
      readonly limits: CreditLimits;
    }
  | {
      readonly type: 'receive-refund';
      readonly grantId: string;
      readonly currency: string;
      readonly amountMinor: number;
      readonly paymentId: string;
      readonly orderId: string;
    }
  /** As much as there is, at most `upToMinor`. */
  | {
      readonly type: 'reserve';
      readonly useId: string;
      readonly orderId: string;
      readonly currency: string;
      readonly upToMinor: number;
    }
  | {
      readonly type: 'return';
      readonly useId: string;
      readonly returnId: string;
      readonly amountMinor: number;
    }
  | {
      readonly type: 'withdraw';
      readonly grantId: string;
      /** All that is left when null. */
      readonly amountMinor: number | null;
      readonly reason: string;
      readonly byRole: Granter;
    }
  | { readonly type: 'expire' }
);

function decide(command: CreditCommand, state: CreditState): readonly CreditEvent[] {
  const { customerId, now } = command;
  switch (command.type) {
    case 'grant': {
      const { grantId, currency, amountMinor, reason, byRole, expiresAt } = command;
      if (knownGrant(state, grantId)) return [];
      if (expiresAt !== null && expiresAt <= now)
        throw invalid('expiry-has-passed', '/expires_at', 'Send an instant that is still to come.');
      refuseBeyondLimit(state, command);
      const data = { customerId, grantId, currency, amountMinor, reason, byRole, expiresAt };
      return [{ type: 'customer-credit.granted.v1', data: { ...data, at: now } }];
    }
    case 'receive-refund': {
      const { grantId, currency, amountMinor, paymentId, orderId } = command;
      if (knownGrant(state, grantId)) return [];
      const data = { customerId, grantId, currency, amountMinor, paymentId, orderId, at: now };
      return [{ type: 'customer-credit.refund-received.v1', data }];
    }
    case 'reserve': {
      const { useId, orderId, currency, upToMinor } = command;
      if (state.uses[useId]) return [];
      const parts = taken(usableGrants(state, currency, now), upToMinor);
      const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0);
      if (amountMinor === 0) return [];
      const data = { customerId, useId, orderId, currency, amountMinor, parts };
      return [{ type: 'customer-credit.reserved.v1', data }];
    }
    case 'return': {
      const { useId, returnId } = command;
      const use = state.uses[useId];
      if (!use || use.returnIds.includes(returnId)) return [];
      const parts = givenBack(use, command.amountMinor);
      const amountMinor = parts.reduce((sum, part) => sum + part.amountMinor, 0);
      if (amountMinor !== command.amountMinor)
        throw new Error(
          `${useId} returns ${command.amountMinor} of credit, and has ${amountMinor}`,
        );
      const { orderId, currency } = use;
      const data = { customerId, useId, returnId, orderId, currency, amountMinor, parts };
      return [{ type: 'customer-credit.returned.v1', data }];
    }
    case 'withdraw': {
      const { grantId, reason, byRole } = command;
      const { currency, amountMinor } = withdrawable(state, command);
      const data = { customerId, grantId, currency, amountMinor, reason, byRole, at: now };
      return [{ type: 'customer-credit.withdrawn.v1', data }];
    }
    case 'expire':
      return state.grants
        .filter((grant) => grant.leftMinor > 0 && expired(grant, now))
        .map(({ grantId, currency, leftMinor }) => ({
          type: 'customer-credit.expired.v1',
          data: { customerId, grantId, currency, amountMinor: leftMinor },
        }));
    default:
      return never(command);
  }
}

function knownGrant({ grants }: CreditState, grantId: string): boolean {
  return grants.some((grant) => grant.grantId === grantId);
}

/** What people of one role have granted of late counts together: many small grants are one large. */
function refuseBeyondLimit(
  { grants }: CreditState,
  asked: Extract<CreditCommand, { type: 'grant' }>,
): void {
  const { limits, byRole, currency, amountMinor, now } = asked;
  const limitMinor = limitOf(limits, byRole, currency);
  if (limitMinor === null) return;
  const since = addMs(now, -LIMIT_DAYS * DAY_MS);
  const grantedMinor = grants
    .filter((each) => each.byRole === byRole && each.currency === currency && each.at > since)
    .reduce((sum, each) => sum + each.amountMinor - each.withdrawnMinor, 0);
  if (grantedMinor + amountMinor <= limitMinor) return;
  const may = whoMayGrant(limits, byRole, currency, amountMinor);
  throw creditLimitExceeded(byRole, currency, limitMinor, grantedMinor, may);
}

/** An amount out of grants, the first first. */
function taken(
  from: readonly { readonly grantId: string; readonly leftMinor: number }[],
  upToMinor: number,
): GrantPart[] {
  const parts: GrantPart[] = [];
  let left = upToMinor;
  for (const { grantId, leftMinor } of from) {
    const amountMinor = Math.min(left, leftMinor);
    if (amountMinor > 0) parts.push({ grantId, amountMinor });
    left -= amountMinor;
  }
  return parts;
}

/** What was taken last comes back first: what expires soonest stays used. */
function givenBack({ parts }: CreditUse, amountMinor: number): GrantPart[] {
  const lastFirst = parts.toReversed();
  return taken(
    lastFirst.map((part) => ({ grantId: part.grantId, leftMinor: part.amountMinor })),
    amountMinor,
  );
}

/** The credit of one customer: what came in, what is set aside for which order, what expired. */
export const creditDecider: Decider<CreditCommand, CreditEvent, CreditState> = {
  decide,
  evolve,
  initialState: () => NO_CREDIT,
};
