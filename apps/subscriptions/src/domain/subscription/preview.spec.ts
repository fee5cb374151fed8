import { fold } from '@continuo/kernel/decider';
import { DEFAULT_POLICIES } from '../plan/policies';
import { subscriptionDecider } from './decider';
import { ask, authorised, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { preview } from './preview';
import { spokenInterval, wordsFor } from './words';

describe('a preview', () => {
  const now = noonOf('2026-02-01');

  it('shows dates and amounts before and after, and what is dropped', () => {
    const state = stateAfter(starting(), ask({ kind: 'date', cycle: 3, on: '2026-04-10' }));
    const shown = preview(state, [{ kind: 'interval', interval: 'P1W' }], now);
    expect(shown.before.map(({ dueOn }) => dueOn).slice(0, 3)).toEqual([
      '2026-02-28',
      '2026-04-10',
      '2026-04-30',
    ]);
    expect(shown.after.map(({ dueOn }) => dueOn).slice(0, 3)).toEqual([
      '2026-02-28',
      '2026-03-07',
      '2026-03-14',
    ]);
    expect(shown.dropped).toEqual([{ cycle: 3, on: '2026-04-10' }]);
  });

  it('says that a supervisor is needed instead of refusing', () => {
    const shown = preview(stateAfter(starting()), [{ kind: 'price', unitPriceMinor: 100 }], now);
    expect(shown.approvals).toEqual([
      { what: 'price', fromMinor: 3200, toMinor: 4800, limitPercent: 20 },
    ]);
    expect(shown.after[0]?.totalBeforeTaxMinor).toBe(695);
  });

  it('refuses what the change would refuse', () => {
    const refused = () => preview(stateAfter(starting()), [{ kind: 'product', sku: 'X' }], now);
    expect(refused).toThrow(expect.objectContaining({ code: 'product-not-in-plan' }));
    expect(() => preview({ status: 'none' }, [{ kind: 'skip' }], now)).toThrow(
      expect.objectContaining({ code: 'subscription-not-found' }),
    );
  });

  it('tells what a cancellation cannot undo', () => {
    const cancel = { kind: 'cancel', reasonCode: 'other' } as const;
    const later = noonOf('2026-02-28');
    expect(preview(stateAfter(starting()), [cancel], now).cannotUndo).toEqual([]);
    const locked = stateAfter(starting(), wake('2026-02-28'));
    expect(preview(locked, [cancel], later).cannotUndo[0]).toContain('handed over before');
    const paid = stateAfter(starting(), wake('2026-02-28'), authorised(2));
    expect(preview(paid, [cancel], later).cannotUndo[0]).toContain('authorised');
    expect(
      preview(locked, [{ kind: 'price', unitPriceMinor: 3900 }], later).cannotUndo[0],
    ).toContain('stays as it was');
  });

  it('is the effect: the same change then brings about the same events and schedule', () => {
    const events = eventsOf(starting());
    const state = fold(subscriptionDecider, events);
    const shown = preview(state, [{ kind: 'pause', until: '2026-05-01' }], now);
    expect(subscriptionDecider.decide(ask({ kind: 'pause', until: '2026-05-01' }), state)).toEqual(
      shown.events,
    );
  });
});

describe('the words read aloud', () => {
  it('name price, date, interval, and how to cancel', () => {
    expect(wordsFor(stateAfter(starting()))).toBe(
      'Your next shipment, 1 x Greens, goes out on February 28, 2026. On that day we charge USD 45.95 ' +
        'plus tax, shipping included, then again every month. You can change or cancel at any time by calling us.',
    );
    expect(wordsFor(stateAfter(starting(), ask({ kind: 'cancel', reasonCode: 'x' })))).toContain(
      'has ended',
    );
    expect(wordsFor(stateAfter(starting(), ask({ kind: 'pause', until: '2026-05-01' })))).toContain(
      'paused until May 1, 2026',
    );
    expect(spokenInterval('P30D')).toBe('every 30 days');
  });

  it('name each later charge that is not what the one before is', () => {
    const steps = [{ sku: 'GREENS-30', fromDelivery: 4, unitPriceMinor: 9900 }];
    const policies = { ...DEFAULT_POLICIES, steps };
    expect(wordsFor(stateAfter(starting({ policies })))).toContain(
      'USD 45.95 plus tax, shipping included, then again every month; from April 30, 2026 USD 104.95. You',
    );
    const addOn = ask({ kind: 'add-on', sku: 'BERRIES-30', quantity: 1 });
    const skip = ask({ kind: 'skip', cycle: 3 });
    expect(wordsFor(stateAfter(starting(), addOn, skip))).toContain(
      'USD 90.95 plus tax, shipping included, then again every month; from April 30, 2026 USD 45.95. You',
    );
  });
});
