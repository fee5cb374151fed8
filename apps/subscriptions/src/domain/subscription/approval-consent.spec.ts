import { upcast } from '@continuo/event-store/aggregate';
import * as fc from 'fast-check';
import { SUBSCRIPTION } from '../../application/aggregates';
import { DEFAULT_POLICIES } from '../plan/policies';
import type { Change } from './change';
import type { ApprovalCommand, ChangesCommand, SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { ask, noonOf, starting, stateAfter, wake } from './examples';
import { previewApproval } from './preview';
import { upcoming } from './schedule';
import type { StartedSubscription } from './state';

const TODAY = '2026-02-01';
const NORA = { id: 'agt_nora', keyId: 'key_1' };
const SAM = { id: 'agt_sam', keyId: 'key_2' };
/** Closed to changes of its next cycle from the start. */
const sold = starting({ policies: { ...DEFAULT_POLICIES, cutOffDays: 60 } });

const asking = (...changes: Change[]): ChangesCommand => ({
  kind: 'changes',
  changes,
  authority: 'agent',
  now: noonOf(TODAY),
  askApproval: { requestId: 'req_1', requestedBy: NORA },
});
const approve = (on = TODAY, consent?: ApprovalCommand['consent']): ApprovalCommand => ({
  kind: 'approve',
  requestId: 'req_1',
  by: SAM,
  consent,
  now: noonOf(on),
});
const supervised = (change: Change, on = TODAY) => ask(change, on, 'supervisor');
const waiting = (...commands: SubscriptionCommand[]) => stateAfter(sold, ...commands);

const MORE: Change = { kind: 'quantity', quantity: 2 };
const LESS: Change = { kind: 'price', unitPriceMinor: 1000 };
const dearer = supervised({ kind: 'price', unitPriceMinor: 6000 });
const cheaper = supervised({ kind: 'price', unitPriceMinor: 3000 });
const sooner = supervised({ kind: 'date', on: '2026-02-10' });
const oftener = supervised({ kind: 'interval', interval: 'P1W' });

describe('what waits for a supervisor', () => {
  it('keeps what the customer was told that it would charge', () => {
    const [request] = waiting(asking(MORE)).requests;
    const [first, ...later] = request?.foreseen ?? [];
    expect(first).toEqual({ cycle: 2, dueOn: '2026-02-28', totalBeforeTaxMinor: 8595 });
    expect(later).toHaveLength(5);
  });

  it.each<[string, string, StartedSubscription]>([
    ['charges more than was told', TODAY, waiting(asking(MORE), dearer)],
    ['charges sooner', TODAY, waiting(asking(MORE), sooner)],
    ['charges more often', TODAY, waiting(asking(MORE), oftener)],
    [
      'charges its add-on with another shipment',
      '2026-03-01',
      waiting(asking({ kind: 'add-on', sku: 'BERRIES-30', quantity: 1 }), wake('2026-02-28')),
    ],
    [
      'charges when all that was told has gone by',
      '2026-12-16',
      waiting(asking(MORE), supervised({ kind: 'pause', until: '2026-12-15' }), wake('2026-12-15')),
    ],
  ])('is read again before it %s', (_, on, state) => {
    const { words, consentNeeded } = previewApproval(state, 'req_1', noonOf(on));
    expect(consentNeeded).toBe(true);
    const decide = (command: ApprovalCommand) => subscriptionDecider.decide(command, state);
    expect(() => decide(approve(on))).toThrow(
      expect.objectContaining({ code: 'consent-outdated', data: { words } }),
    );
    expect(() => decide(approve(on, { words: 'Yes.', reference: null }))).toThrow(
      expect.objectContaining({ code: 'consent-words-differ', data: { words } }),
    );
    const events = decide(approve(on, { words, reference: 'rec-9' }));
    expect(events[0]?.type).toBe('subscription.approval-given.v1');
    expect(events.at(-1)).toEqual({
      type: 'subscription.consent-recorded.v1',
      data: { customerId: 'cus_1', words, reference: 'rec-9' },
    });
  });

  it.each<[string, string, StartedSubscription]>([
    ['nothing has changed', TODAY, waiting(asking(MORE))],
    ['it charges less than was told', TODAY, waiting(asking(MORE), cheaper)],
    ['it begins a cycle later', '2026-03-01', waiting(asking(MORE), wake('2026-02-28'))],
    ['it charges less than the program does now', TODAY, waiting(asking(LESS), dearer, oftener)],
  ])('is not where %s', (_, on, state) => {
    expect(previewApproval(state, 'req_1', noonOf(on)).consentNeeded).toBe(false);
    const events = subscriptionDecider.decide(approve(on), state);
    expect(events.map(({ type }) => type)).not.toContain('subscription.consent-recorded.v1');
    expect(events.length).toBeGreaterThan(1);
  });

  it('is turned down without more words', () => {
    const refusal = { ...approve(), kind: 'refuse-approval' } as const;
    const events = subscriptionDecider.decide(refusal, waiting(asking(MORE), dearer));
    expect(events.map(({ type }) => type)).toEqual(['subscription.approval-refused.v1']);
  });

  const further = fc.subarray<Change>([
    { kind: 'interval', interval: 'P2M' },
    { kind: 'add-product', sku: 'BERRIES-30', quantity: 2 },
    { kind: 'add-on', sku: 'GREENS-30', quantity: 1 },
    { kind: 'skip', cycle: 3 },
    { kind: 'date', on: '2026-02-12' },
    { kind: 'pause', until: '2026-05-01' },
  ]);
  const price = fc.integer({ min: 0, max: 20_000 });

  it('is never outdated while the program is as it was, whatever was asked for', () => {
    fc.assert(
      fc.property(further, price, (changes, unitPriceMinor) => {
        const asked = asking(MORE, { kind: 'price', unitPriceMinor }, ...changes);
        const [request] = waiting(asked).requests;
        const charges = upcoming(waiting(asked, approve()), 6);
        expect(charges).toMatchObject(request?.foreseen ?? ['kept']);
      }),
    );
  });

  it('was stored before without what was told, and is approved as it was then', () => {
    const changes = [MORE];
    const approvals = [{ what: 'cut-off', cycle: 2, closedOn: '2025-12-30' }];
    const data = {
      ...{ customerId: 'cus_1', requestId: 'req_1', changes },
      ...{ approvals, requestedBy: NORA },
    };
    const stored = { type: 'subscription.approval-requested.v1', data };
    const event = upcast(SUBSCRIPTION, stored, 'subscription-sub_1');
    expect(event).toEqual({
      type: 'subscription.approval-requested.v2',
      data: { ...data, foreseen: null },
    });
    const state = subscriptionDecider.evolve(waiting(dearer), event) as StartedSubscription;
    expect(subscriptionDecider.decide(approve(), state)).toHaveLength(2);
  });
});
