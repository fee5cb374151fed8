import type { Principal } from '@continuo/http/principal';
import type { CommandContext } from '@continuo/kernel/command-context';
import type { Authority } from '../domain/subscription/change';
import type { Person } from '../domain/subscription/terms';

/** How far whoever holds this key may go. */
export function authorityOf({ role }: Principal): Authority {
  if (role === 'customer') return 'customer';
  return role === 'supervisor' || role === 'admin' ? 'supervisor' : 'agent';
}

/** Who asks or approves, as far as two keys of one person can be told from two persons. */
export function personOf({ agentId, keyId }: Principal, { actor }: CommandContext): Person {
  return { id: agentId ?? actor.id, keyId };
}
