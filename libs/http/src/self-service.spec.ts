import { askerOf, customerOf, type Principal, type Role } from './principal';
import { HttpProblem } from './problem';
import { speakingFor } from './self-service';

const key = (role: Role): Principal => ({ keyId: 'key_1', role });
const pat = { 'continuo-customer-id': 'cus_pat' };

/** Status and code of a refusal. */
function refusalOf(act: () => unknown): [number, string] | undefined {
  try {
    act();
  } catch (error) {
    if (error instanceof HttpProblem) return [error.status, error.code];
    throw error;
  }
  return undefined;
}

describe('a request for a customer', () => {
  it('is one of the customer, whatever the key may do', () => {
    expect(speakingFor(key('admin'), pat)).toEqual({
      keyId: 'key_1',
      role: 'customer',
      customerId: 'cus_pat',
      channel: 'self-service',
    });
  });

  it('stays bound to the call centre of the key', () => {
    const bound = { ...key('integration'), callCentreId: 'cc_north' };
    expect(speakingFor(bound, pat)).toMatchObject({ callCentreId: 'cc_north' });
  });

  it('comes from an IVR on a call', () => {
    const ivr = { ...pat, 'continuo-channel': 'ivr', 'continuo-call-id': 'call_1' };
    expect(speakingFor(key('integration'), ivr)).toMatchObject({ channel: 'ivr' });
  });

  it('without the headers is the one of the key', () => {
    expect(speakingFor(key('integration'), {})).toEqual(key('integration'));
  });

  it.each(['agent', 'supervisor', 'call-centre', 'vendor', 'finance'] as const)(
    'is refused with the key of %s',
    (role) => {
      const refusal = [403, 'forbidden-customer'];
      expect(refusalOf(() => speakingFor(key(role), pat))).toEqual(refusal);
      const channel = { 'continuo-channel': 'ivr' };
      expect(refusalOf(() => speakingFor(key(role), channel))).toEqual(refusal);
    },
  );

  it.each([
    ['no customer', { 'continuo-channel': 'self-service' }],
    ['something else than a customer', { 'continuo-customer-id': 'ord_1' }],
    ['an agent too', { ...pat, 'continuo-agent-id': 'agt_nora' }],
    ['another channel', { ...pat, 'continuo-channel': 'chat' }],
    ['an IVR without a call', { ...pat, 'continuo-channel': 'ivr' }],
    ['several channels', { ...pat, 'continuo-channel': ['ivr', 'ivr'] }],
  ])('is refused with %s', (_, headers) => {
    expect(refusalOf(() => speakingFor(key('integration'), headers))).toEqual([
      400,
      'invalid-header',
    ]);
  });
});

describe('a customer', () => {
  const own = { ...key('customer'), customerId: 'cus_pat' };

  it('lists their own, and may not name another', () => {
    expect(customerOf(own, undefined)).toBe('cus_pat');
    expect(customerOf(own, 'cus_pat')).toBe('cus_pat');
    expect(refusalOf(() => customerOf(own, 'cus_lee'))).toEqual([403, 'forbidden-customer']);
    expect(customerOf(key('agent'), 'cus_lee')).toBe('cus_lee');
  });

  it('has Idempotency-Keys of their own', () => {
    expect(askerOf(own)).not.toBe(askerOf({ ...own, customerId: 'cus_lee' }));
    expect(askerOf(key('agent'))).toBe('key_1');
  });
});
