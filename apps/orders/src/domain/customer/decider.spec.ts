import type { Sealed } from '@continuo/kernel/sealed';
import { given } from '@continuo/testing/decider';
import { customerDecider } from './decider';
import type { CustomerEvent, Profile } from './events';

const profile = 'sealed-profile' as Sealed<Profile>;
const phone = 'sealed-phone' as Sealed<unknown>;
const findableBy = { phone: 'token-1', email: null, namePostcode: 'token-2' };
const registered: CustomerEvent = {
  type: 'customer.registered.v1',
  data: { customerId: 'cus_1', profile, findableBy },
};
const asked: CustomerEvent = {
  type: 'customer.erasure-requested.v1',
  data: { customerId: 'cus_1', requestedAt: '2026-11-22T09:30:00.000Z' },
};
const erased: CustomerEvent = { type: 'customer.erased.v1', data: { customerId: 'cus_1' } };
const change = {
  kind: 'change',
  part: 'phone',
  sealed: phone,
  findableBy: { ...findableBy, phone: 'token-3' },
} as const;

describe('a customer', () => {
  it('is registered once', () => {
    const register = { kind: 'register', customerId: 'cus_1', profile, findableBy } as const;
    given(customerDecider, []).when(register).then([registered]);
    given(customerDecider, [registered]).when(register).thenNothing();
  });

  it('changes one part: from where it stood, to what it is', () => {
    const { state } = given(customerDecider, [registered])
      .when(change)
      .then([
        {
          type: 'customer.phone-changed.v1',
          data: {
            customerId: 'cus_1',
            from: { field: 'profile', sealed: profile },
            to: { field: 'phone', sealed: phone },
            findableBy: change.findableBy,
          },
        },
      ]);
    expect(state).toMatchObject({
      parts: { name: { field: 'profile' }, phone: { field: 'phone' } },
      findableBy: { phone: 'token-3' },
    });
  });

  it('is erased in two steps, each once', () => {
    const request = { kind: 'request-erasure', at: '2026-11-22T09:30:00.000Z' } as const;
    given(customerDecider, [registered]).when(request).then([asked]);
    given(customerDecider, [registered, asked]).when(request).thenNothing();
    given(customerDecider, [registered, asked]).when({ kind: 'complete-erasure' }).then([erased]);
    given(customerDecider, [registered, asked, erased])
      .when({ kind: 'complete-erasure' })
      .thenNothing();
  });

  it('is not changed any more once the erasure was asked for', () => {
    given(customerDecider, [registered, asked]).when(change).thenFails('customer-erased');
    const { state } = given(customerDecider, [registered, asked, erased]);
    expect(state).toMatchObject({ findableBy: { phone: null, email: null, namePostcode: null } });
  });
});
