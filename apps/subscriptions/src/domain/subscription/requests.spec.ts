import { given } from '@continuo/testing/decider';
import { DEFAULT_POLICIES } from '../plan/policies';
import type { Authority, Change } from './change';
import type { ChangesCommand, MadeChange, SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, captured, declined, eventsOf, noonOf, starting, stateAfter, wake } from './examples';
import { schedule } from './schedule';

const after = (...commands: SubscriptionCommand[]) =>
  given(subscriptionDecider, eventsOf(...commands));
const NORA = { id: 'agt_nora', keyId: 'key_1' };
const SAM = { id: 'agt_sam', keyId: 'key_2' };

const together = (
  changes: readonly Change[],
  authority: Authority = 'agent',
  askApproval?: ChangesCommand['askApproval'],
): ChangesCommand => ({
  kind: 'changes',
  changes,
  authority,
  now: noonOf('2026-02-01'),
  askApproval,
});

/** A change on top of some commands, as an undo needs to know it. */
function made(before: readonly SubscriptionCommand[], change: SubscriptionCommand): MadeChange {
  const state = stateAfter(...before);
  const events = subscriptionDecider.decide(change, state);
  const changed = stateAfter(...before, change);
  return { changeId: 'change_1', before: state, after: changed, events, later: [], undone: false };
}
const undo = (change: MadeChange, on = '2026-02-01'): SubscriptionCommand => ({
  kind: 'undo',
  authority: 'supervisor',
  made: change,
  now: noonOf(on),
});

describe('several changes in one request', () => {
  const changes: Change[] = [
    { kind: 'interval', interval: 'P2M' },
    { kind: 'price', unitPriceMinor: 3600, cycles: 2 },
    { kind: 'add-product', sku: 'BERRIES-30', quantity: 1 },
    { kind: 'add-on', sku: 'BERRIES-30', quantity: 2 },
  ];

  it('are made together, each upon the ones before it', () => {
    const cycles = schedule(stateAfter(starting(), together(changes)));
    expect(cycles.map(({ dueOn, goodsMinor }) => [dueOn, goodsMinor]).slice(0, 3)).toEqual([
      ['2026-02-28', 3600 + 4500 + 9000],
      ['2026-04-28', 3600 + 4500],
      ['2026-06-28', 4000 + 4500],
    ]);
  });

  it('are refused all, and the refusal names the one', () => {
    after(starting())
      .when(together([...changes, { kind: 'product', sku: 'OTHER' }]))
      .thenFails('product-not-in-plan', { change_index: 4, skus: ['GREENS-30', 'BERRIES-30'] });
  });

  it('beyond an agent are refused, or wait for a supervisor where that is asked', () => {
    const low: Change[] = [{ kind: 'price', unitPriceMinor: 1000 }];
    after(starting()).when(together(low)).thenFails('approval-required', { from_minor: 3200 });
    const request = { requestId: 'req_1', requestedBy: NORA };
    const asked = [starting(), together(low, 'agent', request)];
    expect(stateAfter(...asked)).toMatchObject({ unitPriceMinor: 4000, requests: [{}] });
    const decide = (kind: 'approve' | 'refuse-approval', by = SAM) =>
      ({ kind, requestId: 'req_1', by, now: noonOf('2026-02-01') }) as const;
    expect(stateAfter(...asked, decide('approve'))).toMatchObject({
      unitPriceMinor: 1000,
      requests: [],
    });
    expect(stateAfter(...asked, decide('refuse-approval'))).toMatchObject({
      unitPriceMinor: 4000,
      requests: [],
    });
    after(...asked)
      .when(decide('approve', { id: 'agt_nora', keyId: 'key_9' }))
      .thenFails('same-person-approves', { requested_by: 'agt_nora' });
    after(...asked)
      .when(decide('approve', { id: 'key_1', keyId: 'key_1' }))
      .thenFails('same-person-approves');
    after(...asked, decide('approve'))
      .when(decide('approve'))
      .thenFails('approval-request-not-found');
  });
});

describe('undoing a change', () => {
  it('puts an interval back with skips and dates', () => {
    const before = [starting(), ask({ kind: 'date', cycle: 3, on: '2026-04-10' })];
    const change = ask({ kind: 'interval', interval: 'P1W' });
    const restored = stateAfter(...before, change, undo(made(before, change)));
    expect(schedule(restored)).toEqual(schedule(stateAfter(...before)));
  });

  it('keeps what was handed over under it, and says so', () => {
    const change = ask({ kind: 'price', unitPriceMinor: 3500 });
    const shipped = [starting(), change, wake('2026-02-28'), captured(2)];
    const events = eventsOf(...shipped, undo(made([starting()], change), '2026-03-01'));
    expect(events.slice(-2)).toMatchObject([
      { type: 'subscription.price-changed.v1', data: { fromMinor: 3500, toMinor: 4000 } },
      {
        type: 'subscription.change-undone.v1',
        data: { changeId: 'change_1', stays: [{ cycle: 2, status: 'shipped' }] },
      },
    ]);
  });

  it.each<[string, Change]>([
    ['a date', { kind: 'date', on: '2026-02-10' }],
    ['a moved anchor', { kind: 'anchor', on: '2026-02-10' }],
    ['an add-on', { kind: 'add-on', sku: 'BERRIES-30', quantity: 1 }],
    ['a price for one cycle', { kind: 'price', unitPriceMinor: 3500, cycles: 1 }],
  ])('is refused for %s that has shipped', (_, wanted) => {
    const change = ask(wanted);
    const shipped = [starting(), change, wake('2026-02-10'), wake('2026-02-28'), captured(2)];
    after(...shipped)
      .when(undo(made([starting()], change), '2026-03-01'))
      .thenFails('undo-too-late', { handed_over: [{ cycle: 2, status: 'shipped' }] });
  });

  it('does not give a cycle another date once it was sent', () => {
    const send = ask({ kind: 'send-now' }, '2026-02-10');
    after(starting(), send, wake('2026-02-10'))
      .when(undo(made([starting()], send), '2026-02-11'))
      .thenFails('undo-too-late', { cycle: 2, handed_over: [{ cycle: 2, status: 'locked' }] });
  });

  it('takes a cancellation back, and names the order it has stopped', () => {
    const before = [starting(), wake('2026-02-28')];
    const cancel = ask({ kind: 'cancel', reasonCode: 'other' }, '2026-02-28');
    const state = stateAfter(...before, cancel, undo(made(before, cancel), '2026-03-02'));
    expect(state).toMatchObject({ status: 'active', cycles: [{ status: 'void' }] });
    expect(schedule(state)[0]?.dueOn).toBe('2026-03-31');
  });

  it('is refused where a later change touches the same, when it was undone, and for nothing', () => {
    const first = ask({ kind: 'quantity', quantity: 2 });
    const second = ask({ kind: 'quantity', quantity: 3 });
    const change = made([starting()], first);
    const later = [{ changeId: 'change_2', events: made([starting(), first], second).events }];
    after(starting(), first, second)
      .when(undo({ ...change, later }))
      .thenFails('changed-since', { undo_first: 'change_2' });
    after(starting(), first)
      .when(undo({ ...change, undone: true }))
      .thenFails('already-undone');
    const offers = ask({ kind: 'save-offers', reasonCode: 'other', offers: [] });
    after(starting(), offers)
      .when(undo(made([starting()], offers)))
      .thenFails('nothing-to-undo');
  });
});

describe('undoing changes that were made together', () => {
  const undone = (changes: readonly Change[], ...before: SubscriptionCommand[]) => {
    const first = [starting(), ...before];
    const change = together(changes, 'supervisor');
    return stateAfter(...first, change, undo(made(first, change)));
  };

  it('puts the calendar back before a date that the new one had moved into the past', () => {
    const changes: Change[] = [
      { kind: 'interval', interval: 'P1D' },
      { kind: 'skip', cycle: 3 },
      { kind: 'interval', interval: 'P2M' },
    ];
    expect(schedule(undone(changes))).toEqual(schedule(stateAfter(starting())));
  });

  it('takes out a further product and an add-on, each once', () => {
    const changes: Change[] = [
      { kind: 'add-product', sku: 'BERRIES-30', quantity: 1 },
      { kind: 'add-on', sku: 'BERRIES-30', quantity: 2 },
    ];
    expect(undone(changes)).toMatchObject({ extras: [], addOns: [] });
  });

  it('unskips a cycle whose day had passed while a charge was past due', () => {
    const before = [wake('2026-02-28'), declined(2)];
    const skip = ask({ kind: 'skip' }, '2026-04-10');
    const first = [starting(), ...before];
    const change = made(first, skip);
    expect(stateAfter(...first, skip, undo(change, '2026-04-10'))).toMatchObject({
      status: 'past-due',
      skips: [],
    });
  });

  it('that have cancelled each other out is done at once', () => {
    const changes: Change[] = [
      { kind: 'quantity', quantity: 2 },
      { kind: 'quantity', quantity: 1 },
    ];
    expect(undone(changes)).toEqual(stateAfter(starting()));
  });
});

describe('undoing a price', () => {
  it('beyond the limit of whoever asks needs a supervisor, as agreeing it would', () => {
    const low = ask({ kind: 'price', unitPriceMinor: 1000 }, '2026-02-01', 'supervisor');
    const back = ask({ kind: 'price', unitPriceMinor: 3900 });
    const before = [starting(), low];
    const change = made(before, back);
    const asAgent = { kind: 'undo', made: change, authority: 'agent' } as const;
    after(...before, back)
      .when({ ...asAgent, now: noonOf('2026-02-01') })
      .thenFails('approval-required', { what: 'price', from_minor: 3200, to_minor: 4800 });
    expect(stateAfter(...before, back, undo(change)).unitPriceMinor).toBe(1000);
    const within = made([starting()], back);
    const undoing = { ...asAgent, made: within, now: noonOf('2026-02-01') };
    expect(stateAfter(starting(), back, undoing).unitPriceMinor).toBe(4000);
  });
});

describe('a program that has expired', () => {
  const plan = { ...starting().terms.plan, totalCycles: 2 };
  const expired = [starting({ plan }), wake('2026-02-28'), captured(2)];
  const again = ask({ kind: 'win-back', offer: 'half-price' }, '2026-06-01');

  it('is won back for as many deliveries again, and expires after them', () => {
    expect(stateAfter(...expired).status).toBe('expired');
    const state = stateAfter(...expired, again);
    expect(state).toMatchObject({ status: 'active', plan: { totalCycles: 4 } });
    expect(schedule(state).map(({ dueOn }) => dueOn)).toEqual(['2026-06-30', '2026-07-31']);
    const renewed = [...expired, again, wake('2026-06-30'), wake('2026-07-31')];
    const [one, other] = stateAfter(...renewed).cycles.slice(-2);
    const over = [...renewed, captured(one!.cycle), captured(other!.cycle)];
    expect(stateAfter(...over).status).toBe('expired');
    const third = ask({ kind: 'win-back' }, '2026-09-01');
    expect(stateAfter(...over, third).plan.totalCycles).toBe(6);
  });

  it('prepays again where its plan prepays', () => {
    const policies = {
      ...DEFAULT_POLICIES,
      prepaid: { deliveries: 2, then: 'end', unshipped: 'keep' } as const,
    };
    const prepaid = [starting({ plan, policies, soldForMinor: 8000 }), ...expired.slice(1)];
    const prices = schedule(stateAfter(...prepaid, again)).map((cycle) => cycle.unitPriceMinor);
    expect(prices).toEqual([8000, 0]);
  });
});

describe('a cancellation to come', () => {
  const cancelAt = (cycle: number) =>
    ask({ kind: 'cancel', reasonCode: 'other', when: { at: 'cycle', cycle } });

  it('ends the program with the cycle that is settled last', () => {
    const coming = [starting(), cancelAt(3)];
    expect(schedule(stateAfter(...coming)).map(({ cycle }) => cycle)).toEqual([2, 3]);
    const ended = stateAfter(
      ...coming,
      wake('2026-02-28'),
      captured(2),
      wake('2026-03-31'),
      captured(3),
    );
    expect(ended).toMatchObject({ status: 'cancelled', reasonCode: 'other', ending: null });
  });

  it('is withdrawn by reactivating, and refused for a cycle that is locked', () => {
    const withdrawn = stateAfter(starting(), cancelAt(3), ask({ kind: 'reactivate' }));
    expect(schedule(withdrawn)).toHaveLength(6);
    after(starting(), wake('2026-02-28')).when(cancelAt(2)).thenFails('cycle-locked');
  });

  it('comes with the delivery that meets the commitment; before it a supervisor decides', () => {
    const policies = { ...DEFAULT_POLICIES, commitmentDeliveries: 3 };
    const committed = starting({ policies });
    after(committed)
      .when(ask({ kind: 'cancel', reasonCode: 'other' }))
      .thenFails('approval-required', { what: 'commitment', deliveries: 1, committed: 3 });
    const when = { at: 'commitment' } as const;
    const state = stateAfter(committed, ask({ kind: 'cancel', reasonCode: 'other', when }));
    expect(schedule(state).map(({ cycle }) => cycle)).toEqual([2, 3]);
    after(starting())
      .when(ask({ kind: 'cancel', reasonCode: 'other', when }))
      .thenFails('no-commitment');
  });
});
