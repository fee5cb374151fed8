import { given } from '@continuo/testing/decider';
import type { Change } from './change';
import type { ChangeCommand, SubscriptionCommand, UndoCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, eventsOf, noonOf, starting, stateAfter } from './examples';
import { SELLERS_REASONS } from './stopped-by-seller';

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
const own = (change: Change): ChangeCommand => ask(change, '2026-02-01', 'customer');
const again = own({ kind: 'reactivate' });
const cancel = (reasonCode: string, when?: Extract<Change, { kind: 'cancel' }>['when']) =>
  ({ kind: 'cancel', reasonCode, when }) as const;
const hold = (holdReason: string) => ask({ kind: 'hold', holdReason });
const atCycle5 = { at: 'cycle', cycle: 5 } as const;
/** By consent, which only what charges something again asks for. */
const MAY = 'consent-required';

describe('a customer starts again by themself', () => {
  const theirs = ['moved', 'too-expensive', 'duplicate', 'other'];

  it.each(theirs)('what was cancelled for %s, by them or by somebody for them', (reason) => {
    after(starting(), own(cancel(reason)))
      .when(again)
      .thenFails(MAY);
    after(starting(), ask(cancel(reason), '2026-02-01', 'supervisor'))
      .when(again)
      .thenFails(MAY);
  });

  it('what is held for a failed payment or because they asked for it', () => {
    after(starting(), hold('customer-request')).when(again).thenFails(MAY);
    after(starting(), hold('customer-request'), own(cancel('moved')))
      .when(again)
      .thenFails(MAY);
  });

  it('what they have cancelled for a cycle to come', () => {
    after(starting(), own(cancel('moved', atCycle5)))
      .when(again)
      .thenFails(MAY);
  });

  it('what an agent had started again since the seller ended it', () => {
    const back = ask({ kind: 'reactivate' });
    after(starting(), ask(cancel('fraud')), back, own(cancel('moved')))
      .when(again)
      .thenFails(MAY);
  });

  it('and nothing that has expired: that is won back', () => {
    const plan = { ...starting().terms.plan, totalCycles: 1 };
    const expired = { ...stateAfter(starting({ plan })), status: 'expired' } as const;
    expect(() => subscriptionDecider.decide(again, expired)).toThrow(
      expect.objectContaining({
        code: 'change-not-allowed',
        data: expect.objectContaining({ allowed: [] }),
      }),
    );
  });
});

describe('a customer does not start again by themself', () => {
  it.each(SELLERS_REASONS)('what was ended for %s; an agent does', (reason) => {
    const ended = [starting(), ask(cancel(reason))];
    after(...ended)
      .when(again)
      .thenFails('ended-by-seller', { reason });
    expect(stateAfter(...ended, ask({ kind: 'reactivate' })).status).toBe('active');
    after(starting(), own(cancel(reason)))
      .when(again)
      .thenFails('ended-by-seller', { reason });
  });

  it('what the seller held when they, or an agent, cancelled it', () => {
    for (const leave of [own(cancel('moved')), ask(cancel('other'))]) {
      after(starting(), hold('fraud-check'), leave)
        .when(again)
        .thenFails('ended-by-seller', { reason: 'fraud-check' });
    }
  });

  it('what the seller ends at a cycle to come, also where they leave before it', () => {
    const ending = [starting(), ask(cancel('discontinued', atCycle5))];
    const refused = ['ended-by-seller', { reason: 'discontinued' }] as const;
    after(...ending)
      .when(again)
      .thenFails(...refused);
    after(...ending, own(cancel('moved')))
      .when(again)
      .thenFails(...refused);
    for (const held of [[], [hold('customer-request')]]) {
      after(...ending, ...held)
        .when(own(cancel('moved', { at: 'cycle', cycle: 9 })))
        .thenFails(...refused);
    }
    // Out of a hold of their own it goes on, to the same end.
    after(...ending, hold('customer-request'))
      .when(again)
      .thenFails(MAY);
    const back = ask({ kind: 'reactivate' });
    expect(stateAfter(...ending, hold('customer-request'), back).ending?.lastCycle).toBe(5);
  });

  it('what is ended again by the undoing of its new start', () => {
    const ended = [starting(), hold('fraud-check'), own(cancel('moved'))];
    const back = ask({ kind: 'reactivate' });
    const undo: UndoCommand = {
      kind: 'undo',
      authority: 'supervisor',
      now: noonOf('2026-02-01'),
      made: {
        changeId: 'change_1',
        before: stateAfter(...ended),
        after: stateAfter(...ended, back),
        events: subscriptionDecider.decide(back, stateAfter(...ended)),
        later: [],
        undone: false,
      },
    };
    after(...ended, back, undo)
      .when(again)
      .thenFails('ended-by-seller', { reason: 'fraud-check' });
  });
});
