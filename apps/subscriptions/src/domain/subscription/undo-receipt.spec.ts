import { given } from '@continuo/testing/decider';
import { DEFAULT_POLICIES } from '../plan/policies';
import type { MadeChange, SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, authorised, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { madeChange } from './made-change';
import { previewUndo } from './preview';
import { nextCycleOn } from './schedule';

const notices = { trialEndingDays: 3, priceChangeDays: null, renewalDays: null };
const policies = { ...DEFAULT_POLICIES, trialFrom: 'receipt', notices } as const;
const sold = starting({ policies, trialDays: 14 });
const received: SubscriptionCommand = {
  kind: 'confirm-receipt',
  receivedOn: '2026-02-05',
  now: noonOf('2026-02-06'),
};

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
/** The receipt as an undo knows it, among all that was asked. */
function made(...commands: SubscriptionCommand[]): MadeChange {
  const requests = commands.map((command, index) => ({
    changeId: `change_${index}`,
    events: subscriptionDecider.decide(
      command,
      index === 0 ? { status: 'none' } : stateAfter(...commands.slice(0, index)),
    ),
  }));
  return madeChange(requests, `change_${commands.lastIndexOf(received)}`);
}
const undo = (change: MadeChange, on = '2026-02-07'): SubscriptionCommand => ({
  kind: 'undo',
  authority: 'agent',
  made: change,
  now: noonOf(on),
});

describe('undoing a receipt that the customer had told', () => {
  const undone = undo(made(sold, received));

  it('has the trial wait for its goods as before', () => {
    const [withdrawn, told] = eventsOf(sold, received, undone).slice(-2);
    expect(withdrawn).toMatchObject({
      type: 'subscription.receipt-withdrawn.v1',
      data: { receivedOn: '2026-02-05', from: '2026-02-19', trialEndsOn: '2026-02-14' },
    });
    expect(told).toMatchObject({ data: { undone: ['subscription.trial-started.v1'] } });
    expect(stateAfter(sold, received, undone)).toEqual(stateAfter(sold));
    after(sold, received, undone).when(wake('2026-06-01')).thenNothing();
  });

  it('lets the goods be received again, with a reminder of the new charge', () => {
    const late = undo(made(sold, received), '2026-02-17');
    const reminded = [sold, received, wake('2026-02-16')];
    const shown = previewUndo(stateAfter(...reminded), late as never);
    expect(shown.cannotUndo).toEqual([expect.stringContaining('told of the charge of 2026-02-19')]);
    const carrier = {
      kind: 'receipt',
      receivedOn: '2026-02-20',
      now: noonOf('2026-02-20'),
    } as const;
    const state = stateAfter(...reminded, late, carrier);
    expect([nextCycleOn(state), state.told]).toEqual(['2026-03-06', []]);
    expect(eventsOf(...reminded, late, carrier, wake('2026-03-03')).at(-1)).toMatchObject({
      type: 'subscription.notice-due.v1',
      data: { notice: 'trial-ending', dueOn: '2026-03-06' },
    });
  });

  it('is refused once the first charge was handed over', () => {
    const charged = [sold, received, wake('2026-02-16'), wake('2026-02-19'), authorised(2)];
    after(...charged)
      .when(undo(made(sold, received), '2026-02-19'))
      .thenFails('undo-too-late', { handed_over: [{ cycle: 2, status: 'paid' }] });
  });

  it('is refused where a carrier has told as well', () => {
    const change = { ...made(sold, received), deliveredAt: '2026-02-08T02:00:00.000Z' };
    after(sold, received)
      .when(undo(change, '2026-02-08'))
      .thenFails('carrier-told-receipt', { received_on: '2026-02-07' });
  });

  it.each([
    ask({ kind: 'date', on: '2026-02-25' }, '2026-02-07'),
    ask({ kind: 'pause', until: '2026-05-01' }, '2026-02-07'),
    ask({ kind: 'convert-trial', consentReference: 'rec-1' }, '2026-02-07'),
  ])('is refused before a later change of dates or standing ($change.kind)', (later) => {
    after(sold, received, later)
      .when(undo(made(sold, received, later)))
      .thenFails('changed-since', { undo_first: 'change_2' });
  });

  it('can be undone itself, as long as the reminder is in time', () => {
    const events = subscriptionDecider.decide(undone, stateAfter(sold, received));
    const withdrawal: MadeChange = {
      changeId: 'change_2',
      before: stateAfter(sold, received),
      after: stateAfter(sold, received, undone),
      events,
      later: [],
      undone: false,
    };
    const again = stateAfter(sold, received, undone, undo(withdrawal, '2026-02-16'));
    expect(again).toEqual(stateAfter(sold, received));
    after(sold, received, undone).when(undo(withdrawal, '2026-02-17')).thenFails('undo-too-late');
  });
});

describe('undoing a change from before the goods had arrived', () => {
  const earlier = ask({ kind: 'interval', interval: 'P2M' }, '2026-02-02');

  it('is refused where it would bring dates back that know nothing of the trial', () => {
    const requests = [sold, earlier, received].map((command, index, all) => ({
      changeId: `change_${index}`,
      events: subscriptionDecider.decide(
        command,
        index === 0 ? { status: 'none' } : stateAfter(...all.slice(0, index)),
      ),
    }));
    after(sold, earlier, received)
      .when(undo(madeChange(requests, 'change_1')))
      .thenFails('received-since', { undo_first: 'change_2', trial_ends_on: '2026-02-19' });
  });
});

describe('undoing what finance has said of a prepaid payment', () => {
  const prepaid = { deliveries: 3, then: 'renew' } as const;
  const term = starting({ policies: { ...DEFAULT_POLICIES, prepaid }, soldForMinor: 12_000 });

  it.each([
    ['captured', 'posted-to-books'],
    ['cancelled', 'term-ended'],
  ] as const)('(%s) is refused, saying what stays and what to do: %s', (outcome, code) => {
    const settle: SubscriptionCommand = { kind: 'settle-term', outcome };
    const before = stateAfter(term);
    const events = subscriptionDecider.decide(settle, before);
    const settled = stateAfter(term, settle);
    const change = { changeId: 'c', before, after: settled, events, later: [], undone: false };
    after(term, settle)
      .when(undo(change))
      .thenFails(code, { outcome, order_id: 'ord_first', instead: ['refund', 'cancel'] });
  });
});
