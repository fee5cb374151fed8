import type { Change } from './change';
import { chargesMore } from './consent';
import { subscriptionDecider } from './decider';
import { ask, noonOf, starting, stateAfter, wake } from './examples';
import { preview } from './preview';
import type { StartedSubscription } from './state';

const TODAY = '2026-02-01';
const sold = () => stateAfter(starting());
const own = (change: Change, consent?: { words: string; reference: string | null }) =>
  ({ ...ask(change, TODAY, 'customer'), consent }) as const;
const shown = (state: StartedSubscription, change: Change) =>
  preview(state, [change], noonOf(TODAY));

describe('a customer who acts for themself', () => {
  const cancelled = () => stateAfter(starting(), ask({ kind: 'cancel', reasonCode: 'other' }));
  const paused = () => stateAfter(starting(), ask({ kind: 'pause', until: '2026-06-01' }));
  const skipped = () => stateAfter(starting(), ask({ kind: 'skip', cycle: 2 }));
  const onTrial = () => stateAfter(starting({ trialDays: 14 }));
  const swapped = () => stateAfter(starting(), ask({ kind: 'product', sku: 'BERRIES-30' }));
  const withAddOn = () =>
    stateAfter(starting(), ask({ kind: 'add-on', sku: 'BERRIES-30', quantity: 1 }));
  const MORE: readonly [string, () => StartedSubscription, Change][] = [
    ['a dearer alternate', sold, { kind: 'product', sku: 'BERRIES-30' }],
    ['more of it', sold, { kind: 'quantity', quantity: 2 }],
    ['an add-on', sold, { kind: 'add-on', sku: 'GREENS-30', quantity: 1 }],
    ['sending now', sold, { kind: 'send-now' }],
    ['an earlier date', sold, { kind: 'date', on: '2026-02-20' }],
    ['a shorter interval', sold, { kind: 'interval', interval: 'P1W' }],
    ['starting again', cancelled, { kind: 'reactivate' }],
    ['ending a pause', paused, { kind: 'resume' }],
    ['a skip taken back', skipped, { kind: 'unskip', cycle: 2 }],
    ['converting the trial', onTrial, { kind: 'convert-trial', consentReference: 'rec-1' }],
  ];
  const NO_MORE: readonly [string, () => StartedSubscription, Change][] = [
    ['a cheaper alternate', swapped, { kind: 'product', sku: 'GREENS-30' }],
    ['no add-on', withAddOn, { kind: 'remove-add-on', sku: 'BERRIES-30' }],
    ['a skip', sold, { kind: 'skip' }],
    ['a pause', sold, { kind: 'pause', until: '2026-06-01' }],
    ['a later date', sold, { kind: 'date', on: '2026-03-05' }],
    ['a longer interval', sold, { kind: 'interval', interval: 'P2M' }],
    ['a cancellation', sold, { kind: 'cancel', reasonCode: 'other' }],
    [
      'a last cycle',
      sold,
      { kind: 'cancel', reasonCode: 'other', when: { at: 'cycle', cycle: 3 } },
    ],
    ['the end of the trial', onTrial, { kind: 'end-trial', reasonCode: 'other' }],
  ];

  it.each(MORE)('agrees to %s in the words of the preview', (_, given, change) => {
    const state = given();
    const { words, consentNeeded } = shown(state, change);
    expect(consentNeeded).toBe(true);
    const decide = (consent?: { words: string; reference: string | null }) =>
      subscriptionDecider.decide(own(change, consent), state);
    expect(() => decide()).toThrow(
      expect.objectContaining({ code: 'consent-required', data: { words } }),
    );
    expect(() => decide({ words: `${words} `, reference: null })).toThrow(
      expect.objectContaining({ code: 'consent-words-differ', data: { words } }),
    );
    const events = decide({ words, reference: 'rec-7' });
    expect(events.at(-1)).toEqual({
      type: 'subscription.consent-recorded.v1',
      data: { customerId: 'cus_1', words, reference: 'rec-7' },
    });
    expect(events.slice(0, -1)).toEqual(shown(state, change).events);
  });

  it.each(NO_MORE)('needs to agree to nothing for %s', (_, given, change) => {
    const state = given();
    expect(shown(state, change).consentNeeded).toBe(false);
    const events = subscriptionDecider.decide(own(change), state);
    expect(events).toEqual(shown(state, change).events);
    expect(events.length).toBeGreaterThan(0);
  });

  it('who skips is not asked about a price that comes with time', () => {
    const priceMove = {
      rolloutId: 'rol_1',
      prices: {
        ...{ planId: 'plan_greens', version: 2, shippingMinor: 595, steps: [] },
        products: [{ sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 4400 }],
      },
      fromCycle: 3,
      notBefore: '2026-03-15',
    };
    const told = { ...sold(), priceMove };
    const after = shown(told, { kind: 'skip' }).state;
    expect(after.priceMove).toEqual(priceMove);
    expect(chargesMore(told, after)).toBe(false);
  });

  it('starts again what a failed payment holds, and not what the seller holds', () => {
    const held = stateAfter(starting(), ask({ kind: 'hold', holdReason: 'fraud-check' }));
    const again = own({ kind: 'reactivate' });
    expect(() => subscriptionDecider.decide(again, held)).toThrow(
      expect.objectContaining({ code: 'held-by-seller' }),
    );
    const unpaid = { ...held, reason: 'payment' } as StartedSubscription;
    expect(() => subscriptionDecider.decide(again, unpaid)).toThrow(
      expect.objectContaining({ code: 'consent-required' }),
    );
  });

  it('agrees also to what waits for a supervisor', () => {
    const rules = { ...sold().policies, cutOffDays: 60 };
    const state = { ...sold(), policies: rules };
    const changes = [{ kind: 'quantity', quantity: 2 }] as const;
    const requestedBy = { id: 'cus_1', keyId: 'key_1' };
    const asked = {
      kind: 'changes',
      changes,
      authority: 'customer',
      now: noonOf(TODAY),
      askApproval: { requestId: 'req_1', requestedBy },
    } as const;
    expect(() => subscriptionDecider.decide(asked, state)).toThrow(
      expect.objectContaining({ code: 'consent-required' }),
    );
    const { words } = preview(state, changes, noonOf(TODAY));
    const consent = { words, reference: null };
    const events = subscriptionDecider.decide({ ...asked, consent }, state);
    expect(events.map(({ type }) => type)).toEqual([
      'subscription.approval-requested.v2',
      'subscription.consent-recorded.v1',
    ]);
  });
});

describe('an add-on', () => {
  const taken = () =>
    stateAfter(starting(), ask({ kind: 'add-on', sku: 'BERRIES-30', quantity: 2 }));

  it('is taken out again before it is handed over', () => {
    const [dropped] = subscriptionDecider.decide(
      ask({ kind: 'remove-add-on', sku: 'BERRIES-30' }),
      taken(),
    );
    expect(dropped).toMatchObject({
      type: 'subscription.add-on-dropped.v1',
      data: { product: { sku: 'BERRIES-30', quantity: 2 }, fromCycle: 2 },
    });
  });

  it('that is none, or has been handed over, is refused with those there are', () => {
    const other = () =>
      subscriptionDecider.decide(ask({ kind: 'remove-add-on', sku: 'X' }), taken());
    expect(other).toThrow(
      expect.objectContaining({ code: 'add-on-not-taken', data: { skus: ['BERRIES-30'] } }),
    );
    const add = ask({ kind: 'add-on', sku: 'BERRIES-30', quantity: 2 });
    const gone = stateAfter(starting(), add, wake('2026-02-28'));
    const late = () =>
      subscriptionDecider.decide(ask({ kind: 'remove-add-on', sku: 'BERRIES-30' }), gone);
    expect(late).toThrow(expect.objectContaining({ code: 'add-on-not-taken', data: { skus: [] } }));
  });
});
