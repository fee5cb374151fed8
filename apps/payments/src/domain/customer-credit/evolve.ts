import { never } from '@continuo/kernel/decider';
import type { CreditEvent, GrantPart } from './events';
import type { CreditState, CreditUse, Grant } from './state';

export function evolve(state: CreditState, event: CreditEvent): CreditState {
  switch (event.type) {
    case 'customer-credit.granted.v1': {
      const { grantId, currency, amountMinor, reason, byRole, at, expiresAt } = event.data;
      const grant = { grantId, currency, amountMinor, reason, byRole, at, expiresAt };
      return withGrant(state, { ...grant, leftMinor: amountMinor, withdrawnMinor: 0 });
    }
    case 'customer-credit.refund-received.v1': {
      const { grantId, currency, amountMinor, at, orderId } = event.data;
      const reason = `refund of ${orderId}`;
      const grant = { grantId, currency, amountMinor, reason, at, withdrawnMinor: 0 };
      return withGrant(state, { ...grant, leftMinor: amountMinor, byRole: null, expiresAt: null });
    }
    case 'customer-credit.reserved.v1': {
      const { useId, orderId, currency, amountMinor, parts } = event.data;
      const use: CreditUse = {
        orderId,
        currency,
        amountMinor,
        returnedMinor: 0,
        parts,
        returnIds: [],
      };
      return {
        grants: moved(state.grants, parts, -1),
        uses: { ...state.uses, [useId]: use },
      };
    }
    case 'customer-credit.returned.v1': {
      const { useId, returnId, amountMinor, parts } = event.data;
      const use = state.uses[useId];
      if (!use) return state;
      const after: CreditUse = {
        ...use,
        returnedMinor: use.returnedMinor + amountMinor,
        parts: without(use.parts, parts),
        returnIds: [...use.returnIds, returnId],
      };
      return { grants: moved(state.grants, parts, 1), uses: { ...state.uses, [useId]: after } };
    }
    case 'customer-credit.withdrawn.v1': {
      const { grantId, amountMinor } = event.data;
      const grants = moved(state.grants, [{ grantId, amountMinor }], -1);
      return { ...state, grants: grants.map((each) => withdrawnFrom(each, grantId, amountMinor)) };
    }
    case 'customer-credit.expired.v1': {
      const { grantId, amountMinor } = event.data;
      return { ...state, grants: moved(state.grants, [{ grantId, amountMinor }], -1) };
    }
    default:
      return never(event);
  }
}

function withGrant(state: CreditState, grant: Grant): CreditState {
  return { ...state, grants: [...state.grants, grant] };
}

function withdrawnFrom(grant: Grant, grantId: string, amountMinor: number): Grant {
  if (grant.grantId !== grantId) return grant;
  return { ...grant, withdrawnMinor: grant.withdrawnMinor + amountMinor };
}

function partOf(parts: readonly GrantPart[], grantId: string): number {
  return parts.find((part) => part.grantId === grantId)?.amountMinor ?? 0;
}

function moved(grants: readonly Grant[], parts: readonly GrantPart[], sign: 1 | -1) {
  return grants.map((grant) => {
    const minor = partOf(parts, grant.grantId);
    return minor === 0 ? grant : { ...grant, leftMinor: grant.leftMinor + sign * minor };
  });
}

function without(parts: readonly GrantPart[], back: readonly GrantPart[]): readonly GrantPart[] {
  return parts
    .map(({ grantId, amountMinor }) => ({
      grantId,
      amountMinor: amountMinor - partOf(back, grantId),
    }))
    .filter(({ amountMinor }) => amountMinor > 0);
}
