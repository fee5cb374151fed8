import type { Principal } from '@continuo/http/principal';
import { agentOf, mayRead, scopeOf } from './statement-scope';

const principal = (changes: Partial<Principal>): Principal => ({
  keyId: 'k',
  role: 'agent',
  ...changes,
});
const line = { agent_id: 'agt_nora', call_centre_id: 'cc_north' };
const nora = scopeOf(principal({ agentId: 'agt_nora', callCentreId: 'cc_north' }));
const north = scopeOf(principal({ role: 'call-centre', callCentreId: 'cc_north' }));

describe('whose commission a caller sees', () => {
  it('an agent its own', () => {
    expect(agentOf(nora, undefined)).toBe('agt_nora');
    expect(mayRead(nora, line)).toBe(true);
    expect(mayRead(nora, { ...line, agent_id: 'agt_noah' })).toBe(false);
    expect(() => agentOf(nora, 'agt_noah')).toThrow(
      expect.objectContaining({ code: 'not-your-statement' }),
    );
  });

  it('a call centre that of its own sales', () => {
    expect(agentOf(north, 'agt_nora')).toBe('agt_nora');
    expect(mayRead(north, line)).toBe(true);
    expect(mayRead(north, { ...line, call_centre_id: 'cc_south' })).toBe(false);
    expect(() => agentOf(north, undefined)).toThrow(
      expect.objectContaining({ code: 'agent-missing' }),
    );
  });

  it('finance all, and a key that belongs to nobody none', () => {
    expect(mayRead(scopeOf(principal({ role: 'finance' })), line)).toBe(true);
    expect(mayRead(scopeOf(principal({})), line)).toBe(false);
    expect(mayRead(scopeOf(principal({ role: 'supervisor' })), line)).toBe(false);
  });
});
