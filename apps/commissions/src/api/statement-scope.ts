import type { Principal } from '@continuo/http/principal';
import { DomainError, invalid } from '@continuo/kernel/domain-error';

/** Of no agent and no call centre: what a key without either sees. */
const NOBODY = '';

/** Whose lines a caller may see: an agent its own, a call centre those of its sales, finance all. */
export interface StatementScope {
  readonly agentId?: string;
  readonly callCentreId?: string;
}

export function scopeOf({ role, agentId, callCentreId }: Principal): StatementScope {
  switch (role) {
    case 'finance':
    case 'admin':
      return {};
    case 'agent':
      return { agentId: agentId ?? NOBODY };
    default:
      return { callCentreId: callCentreId ?? NOBODY };
  }
}

/** The agent whose statement is asked for. Throws `not-your-statement`, or `agent-missing`. */
export function agentOf(scope: StatementScope, asked: string | undefined): string {
  if (scope.agentId !== undefined) {
    if (asked === undefined || asked === scope.agentId) return scope.agentId;
    throw new DomainError(
      'not-your-statement',
      'An agent sees its own statement only.',
      'forbidden',
    );
  }
  if (asked === undefined) throw invalid('agent-missing', '/agent_id', 'Say whose statement.');
  return asked;
}

export function mayRead(
  scope: StatementScope,
  line: { readonly agent_id: string; readonly call_centre_id: string },
): boolean {
  return (
    (scope.agentId === undefined || scope.agentId === line.agent_id) &&
    (scope.callCentreId === undefined || scope.callCentreId === line.call_centre_id)
  );
}
