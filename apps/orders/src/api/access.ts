import type { CommandContext } from '@continuo/kernel/command-context';
import type { Principal, Role } from '@continuo/http/principal';
import type { BoundTo, SellingParty } from '../domain/order/access';

const OF_A_CALL_CENTRE: ReadonlySet<Role> = new Set(['agent', 'supervisor', 'call-centre']);

/** The call centre whose orders and campaigns are all that the caller sees; null for the seller's own. */
export function boundTo({ role, callCentreId }: Principal): BoundTo {
  // A key that should name its call centre and does not is bound to none at all.
  return callCentreId ?? (OF_A_CALL_CENTRE.has(role) ? '' : null);
}

/** Whether a customer who acts for themself may know of it; everybody else is bound otherwise. */
export function isOwn(
  { customerId }: Principal,
  thing: { readonly status: string; readonly customerId?: string | null },
): boolean {
  return customerId === undefined || thing.customerId === customerId;
}

/** Who sells: the agent that the command is done by, if it is one, and the call centre. */
export function partyOf(principal: Principal, { actor }: CommandContext): SellingParty {
  return {
    agentId: actor.kind === 'agent' ? actor.id : null,
    callCentreId: boundTo(principal) ?? actor.callCentreId ?? null,
  };
}
