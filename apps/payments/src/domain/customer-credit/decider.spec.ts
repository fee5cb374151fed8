import { DomainError } from '@continuo/kernel/domain-error';
import { addMs } from '@continuo/kernel/instant';
import { given } from '@continuo/testing/decider';
import * as fc from 'fast-check';
import { NOW } from '../../testing/examples';
import { creditDecider } from './decider';
import type { CreditEvent } from './events';
import { type CreditState, NO_CREDIT, availableMinor, creditDueAt } from './state';

const DAY = 24 * 3_600_000;
const asked = { customerId: 'cus_1', now: NOW } as const;
const limits = { agent: { USD: 2500 }, supervisor: { USD: 25000 } };

const granted = (grantId: string, amountMinor: number, changes = {}): CreditEvent => ({
  type: 'customer-credit.granted.v1',
  data: {
    customerId: 'cus_1',
    grantId,
    currency: 'USD',
    amountMinor,
    reason: 'late',
    byRole: 'agent',
    at: NOW,
    expiresAt: null,
    ...changes,
  },
});
const grant = (amountMinor: number, changes = {}) =>
  ({
    type: 'grant',
    ...asked,
    grantId: 'crg_new',
    currency: 'USD',
    amountMinor,
    reason: 'late',
    byRole: 'agent',
    expiresAt: null,
    limits,
    ...changes,
  }) as const;
const reserve = (useId: string, upToMinor: number, currency = 'USD') =>
  ({ type: 'reserve', ...asked, useId, orderId: `ord_${useId}`, currency, upToMinor }) as const;
const reserved = (
  useId: string,
  ...parts: { grantId: string; amountMinor: number }[]
): CreditEvent => ({
  type: 'customer-credit.reserved.v1',
  data: {
    customerId: 'cus_1',
    useId,
    orderId: `ord_${useId}`,
    currency: 'USD',
    amountMinor: parts.reduce((sum, part) => sum + part.amountMinor, 0),
    parts,
  },
});

const withdraw = (grantId: string, changes = {}) =>
  ({
    type: 'withdraw',
    ...asked,
    grantId,
    amountMinor: null,
    reason: 'wrong customer',
    byRole: 'supervisor',
    ...changes,
  }) as const;
const withdrawn = (grantId: string, amountMinor: number): CreditEvent => ({
  type: 'customer-credit.withdrawn.v1',
  data: {
    customerId: 'cus_1',
    grantId,
    currency: 'USD',
    amountMinor,
    reason: 'wrong customer',
    byRole: 'supervisor',
    at: NOW,
  },
});

describe('a grant that was wrong', () => {
  const refund: CreditEvent = {
    type: 'customer-credit.refund-received.v1',
    data: {
      customerId: 'cus_1',
      grantId: 'ref_1',
      paymentId: 'pay_1',
      orderId: 'ord_1',
      currency: 'USD',
      amountMinor: 700,
      at: NOW,
    },
  };

  it('is withdrawn as far as it is not spent, and counts no more against the limit', () => {
    const spent = [
      granted('crg_1', 2500),
      reserved('pay_1', { grantId: 'crg_1', amountMinor: 900 }),
    ];
    const { state } = given(creditDecider, spent)
      .when(withdraw('crg_1'))
      .then([withdrawn('crg_1', 1600)]);
    expect(availableMinor(state, 'USD', NOW)).toBe(0);
    given(creditDecider, [...spent, withdrawn('crg_1', 1600)])
      .when(grant(1600))
      .then([granted('crg_new', 1600)]);
    given(creditDecider, spent)
      .when(withdraw('crg_1', { amountMinor: 600 }))
      .then([withdrawn('crg_1', 600)]);
  });

  it('is not withdrawn beyond what is left, below whom it was granted by, or as what it is not', () => {
    const two = [granted('crg_1', 2500), granted('crg_2', 100, { byRole: 'finance' }), refund];
    const all = given(creditDecider, two);
    all.when(withdraw('crg_1', { amountMinor: 2501 })).thenFails('more-than-left');
    all.when(withdraw('crg_2')).thenFails('credit-of-higher-role', { granted_by_role: 'finance' });
    all.when(withdraw('ref_1', { byRole: 'finance' })).thenFails('credit-is-own-money');
    all.when(withdraw('crg_3')).thenFails('credit-grant-not-found');
    given(creditDecider, [...two, withdrawn('crg_1', 2500)])
      .when(withdraw('crg_1'))
      .thenFails('nothing-to-withdraw');
    given(creditDecider, [granted('crg_1', 5, { expiresAt: NOW })])
      .when(withdraw('crg_1'))
      .thenFails('nothing-to-withdraw');
  });
});

describe("a customer's credit", () => {
  it('is granted once, however often it is asked', () => {
    given(creditDecider, [])
      .when(grant(2500))
      .then([granted('crg_new', 2500)]);
    given(creditDecider, [granted('crg_new', 2500)])
      .when(grant(2500))
      .thenNothing();
  });

  it.each([
    ['more than the limit', 2501, [], {}],
    ['more than is left of it', 1, [granted('crg_1', 2500)], {}],
    ['in a currency without one', 1, [], { currency: 'EUR' }],
  ])('is not granted by an agent: %s', (_, amountMinor, before, changes) => {
    const command = grant(amountMinor, changes);
    expect(() => creditDecider.decide(command, given(creditDecider, before).state)).toThrow(
      expect.objectContaining({ code: 'credit-limit-exceeded', kind: 'forbidden' }),
    );
  });

  it('says who may grant what an agent may not', () => {
    const mayGrant = (amountMinor: number) => {
      try {
        return creditDecider.decide(grant(amountMinor), NO_CREDIT);
      } catch (error) {
        return (error as { data: { may_grant: string[] } }).data.may_grant;
      }
    };
    expect(mayGrant(25_000)).toEqual(['supervisor', 'finance', 'admin']);
    expect(mayGrant(25_001)).toEqual(['finance', 'admin']);
  });

  it('counts what agents have granted within thirty days, and nobody else', () => {
    const longAgo = granted('crg_1', 2500, { at: addMs(NOW, -30 * DAY) });
    const bySupervisor = granted('crg_2', 9000, { byRole: 'supervisor' });
    given(creditDecider, [longAgo, bySupervisor])
      .when(grant(2500))
      .then([granted('crg_new', 2500)]);
    given(creditDecider, [])
      .when(grant(99_999_999, { byRole: 'finance' }))
      .then([granted('crg_new', 99_999_999, { byRole: 'finance' })]);
  });

  it('cannot expire before it is granted', () => {
    expect(() => creditDecider.decide(grant(1, { expiresAt: NOW }), NO_CREDIT)).toThrow(
      expect.objectContaining({ code: 'expiry-has-passed' }),
    );
  });

  it('is set aside once per payment, what expires soonest first, and no more than there is', () => {
    const soon = granted('crg_soon', 300, { expiresAt: addMs(NOW, DAY) });
    const events = [granted('crg_1', 500), soon];
    given(creditDecider, events)
      .when(reserve('pay_1', 400))
      .then([
        reserved(
          'pay_1',
          { grantId: 'crg_soon', amountMinor: 300 },
          { grantId: 'crg_1', amountMinor: 100 },
        ),
      ]);
    const after = [...events, reserved('pay_1', { grantId: 'crg_1', amountMinor: 500 })];
    given(creditDecider, after).when(reserve('pay_1', 400)).thenNothing();
    given(creditDecider, after)
      .when(reserve('pay_2', 400))
      .then([reserved('pay_2', { grantId: 'crg_soon', amountMinor: 300 })]);
    given(creditDecider, events)
      .when(reserve('pay_1', 400, 'EUR'))
      .thenNothing();
  });

  it('expires, but not what is set aside', () => {
    const expiresAt = addMs(NOW, DAY);
    const events = [
      granted('crg_1', 500, { expiresAt }),
      reserved('pay_1', { grantId: 'crg_1', amountMinor: 200 }),
    ];
    expect(creditDueAt(given(creditDecider, events).state)).toBe(expiresAt);
    const expire = { type: 'expire', customerId: 'cus_1' } as const;
    given(creditDecider, events)
      .when({ ...expire, now: NOW })
      .thenNothing();
    const expired: CreditEvent = {
      type: 'customer-credit.expired.v1',
      data: { customerId: 'cus_1', grantId: 'crg_1', currency: 'USD', amountMinor: 300 },
    };
    given(creditDecider, events)
      .when({ ...expire, now: expiresAt })
      .then([expired]);
    const { state } = given(creditDecider, [...events, expired]);
    expect(creditDueAt(state)).toBeNull();
    expect(availableMinor(state, 'USD', NOW)).toBe(0);
    // Before the scheduler comes round it cannot be used any more either.
    given(creditDecider, [events[0] as CreditEvent])
      .when({ ...reserve('pay_2', 1), now: expiresAt })
      .thenNothing();
  });

  it('comes back once per return, and never more than was set aside', () => {
    const events = [
      granted('crg_1', 500),
      reserved('pay_1', { grantId: 'crg_1', amountMinor: 200 }),
    ];
    const giveBack = (amountMinor: number) =>
      ({ type: 'return', ...asked, useId: 'pay_1', returnId: 'crt_1', amountMinor }) as const;
    const returned: CreditEvent = {
      type: 'customer-credit.returned.v1',
      data: {
        customerId: 'cus_1',
        useId: 'pay_1',
        returnId: 'crt_1',
        orderId: 'ord_pay_1',
        currency: 'USD',
        amountMinor: 150,
        parts: [{ grantId: 'crg_1', amountMinor: 150 }],
      },
    };
    given(creditDecider, events).when(giveBack(150)).then([returned]);
    given(creditDecider, [...events, returned])
      .when(giveBack(150))
      .thenNothing();
    expect(() => creditDecider.decide(giveBack(201), given(creditDecider, events).state)).toThrow();
  });

  it('is never negative, whatever is asked in whatever order', () => {
    const aCommand = fc.record({
      what: fc.constantFrom('grant', 'reserve', 'return', 'withdraw', 'expire'),
      n: fc.integer({ min: 1, max: 5 }),
      minor: fc.integer({ min: 1, max: 900 }),
      hours: fc.integer({ min: 0, max: 40 }),
    });
    fc.assert(
      fc.property(fc.array(aCommand, { maxLength: 40 }), (commands) => {
        let state: CreditState = NO_CREDIT;
        let now = NOW;
        commands.forEach(({ what, n, minor, hours }, index) => {
          now = addMs(now, hours * 3_600_000);
          const expiresAt = n > 3 ? addMs(now, DAY) : null;
          const returned = state.uses[`pay_${n}`];
          const left = (returned?.amountMinor ?? 0) - (returned?.returnedMinor ?? 0);
          const command = {
            grant: grant(minor, { grantId: `crg_${index}`, byRole: 'finance', expiresAt, now }),
            reserve: { ...reserve(`pay_${n}`, minor), now },
            return: {
              type: 'return',
              ...asked,
              useId: `pay_${n}`,
              returnId: `crt_${index}`,
              amountMinor: Math.min(minor, left),
            },
            withdraw: {
              ...withdraw(state.grants[n]?.grantId ?? '', { byRole: 'finance', now }),
              amountMinor: hours % 2 === 0 ? null : minor,
            },
            expire: { type: 'expire', ...asked, now },
          }[what] as Parameters<typeof creditDecider.decide>[0];
          if (command.type === 'return' && left === 0) return;
          state = decided(command, state).reduce(creditDecider.evolve, state);
          for (const each of state.grants) {
            if (each.leftMinor < 0 || each.leftMinor > each.amountMinor - each.withdrawnMinor)
              throw new Error(`${each.grantId} has ${each.leftMinor} left of ${each.amountMinor}`);
          }
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

/** A withdrawal may be refused; nothing else is. */
function decided(...[command, state]: Parameters<typeof creditDecider.decide>) {
  try {
    return creditDecider.decide(command, state);
  } catch (error) {
    if (command.type === 'withdraw' && error instanceof DomainError) return [];
    throw error;
  }
}
