import { addMs, type Instant } from '@continuo/kernel/instant';
import { recorded } from '@continuo/testing/examples';
import * as fc from 'fast-check';
import { DEFAULT_POLICIES } from '../../domain/plan/policies';
import type { Change } from '../../domain/subscription/change';
import type { ApprovalCommand, SubscriptionCommand } from '../../domain/subscription/commands';
import type { SubscriptionEvent } from '../../domain/subscription/events';
import { noonOf, starting } from '../../domain/subscription/examples';
import { aProgram, aStep, Life, startOf } from '../../domain/subscription/lives.fixture';
import { preview, previewApproval } from '../../domain/subscription/preview';
import { madeChange, type Request } from '../../domain/subscription/made-change';
import { askedAgain } from './asked-again';
import type { ProgramEvent } from './program-steps';
import { relive } from './relive';

const NORA = { id: 'agt_nora', keyId: null };
const SAM = { id: 'agt_sam', keyId: null };

/** A life that keeps its record as the store would: each command with its moment and who gave it. */
class RecordedLife extends Life {
  readonly record: ProgramEvent[] = [];
  readonly requests: Request[] = [];
  /** What nobody has asked for, and so nobody undoes. */
  readonly byTime = new Set<string>();

  constructor(start: SubscriptionCommand, now: Instant) {
    super(start, now);
    this.keep(start, [...this.events]);
  }

  override ask(command: SubscriptionCommand): readonly SubscriptionEvent[] {
    const events = super.ask(command);
    if (events.length > 0) this.keep(command, events);
    return events;
  }

  private keep(command: SubscriptionCommand, events: readonly SubscriptionEvent[]): void {
    const changeId = `command-${this.requests.length}`;
    this.requests.push({ changeId, events });
    const byTime = ['start', 'wake', 'settle', 'receipt', 'update-card'].includes(command.kind);
    if (byTime) this.byTime.add(changeId);
    const metadata = {
      ...(byTime ? { actor: { kind: 'system', id: 'renewal' } as const } : {}),
      commandId: changeId,
      recordedAt: this.now,
      effectiveAt: this.now,
    };
    const fromRevision = this.record.length;
    this.record.push(...recorded('subscription-sub_1', events, { fromRevision, metadata }));
  }

  undo(changeId: string): readonly SubscriptionEvent[] {
    return this.ask({
      kind: 'undo',
      authority: 'supervisor',
      made: madeChange(this.requests, changeId),
      now: this.now,
    });
  }

  make(...changes: Change[]): string {
    const { length } = this.requests;
    this.ask({ kind: 'changes', changes, authority: 'supervisor', now: this.now });
    expect(this.requests).toHaveLength(length + 1);
    return `command-${length}`;
  }
}

const facts = (events: readonly SubscriptionEvent[]) =>
  events.map(({ type, data }) => ({ type, data }));

/** Lived again under its own rule: each fact as it was recorded. */
function expectAsRecorded({ record, now, state }: RecordedLife): void {
  const relived = relive(record, now, (start) => start);
  expect(facts(relived.events)).toEqual(facts(record));
  expect(relived.state).toEqual(state);
  expect(relived.refused).toBe(0);
}

const life = (policies = {}) =>
  new RecordedLife(
    starting({ policies: { ...DEFAULT_POLICIES, ...policies } }),
    noonOf('2026-01-31'),
  );

describe('a program lived again under its own rule comes out exactly as recorded', () => {
  const steps = fc.array(
    fc.record({ step: aStep, undoes: fc.option(fc.nat({ max: 20 }), { freq: 3 }) }),
    { maxLength: 16 },
  );

  it('whatever was asked of it, undone, or reported by its orders, with and without outages', () => {
    fc.assert(
      fc.property(aProgram, steps, fc.boolean(), (program, taken, outage) => {
        const lived = new RecordedLife(...startOf(program));
        lived.pass(0, outage);
        for (const { step, undoes } of taken) {
          lived.carryOut(step, outage);
          // What the step made due is done before anybody asks for more.
          lived.pass(0, outage);
          const request = undoes === null ? undefined : lived.requests[undoes];
          const asked = request && !lived.byTime.has(request.changeId);
          if (asked) lived.undo(request.changeId);
          lived.pass(0, outage);
        }
        expectAsRecorded(lived);
      }),
      { numRuns: 120 },
    );
  });

  it('with several changes in one request, one of them undone and made again', () => {
    const lived = life();
    const change = lived.make(
      { kind: 'add-product', sku: 'BERRIES-30', quantity: 2 },
      { kind: 'price', unitPriceMinor: 3500, cycles: 2 },
      { kind: 'hold', holdReason: 'address' },
    );
    lived.pass(24, false);
    expect(lived.undo(change)).not.toEqual([]);
    lived.pass(24, false);
    expect(lived.undo('command-2')).not.toEqual([]);
    expectAsRecorded(lived);
  });

  it('with the consent of a customer, who under another rule agrees to other words', () => {
    const lived = life();
    const changes: Change[] = [{ kind: 'quantity', quantity: 2 }];
    const { words } = preview(lived.state, changes, lived.now);
    const consent = { words, reference: 'rec-7' };
    lived.ask({ kind: 'changes', changes, authority: 'customer', consent, now: lived.now });
    lived.make({ kind: 'add-on', sku: 'BERRIES-30', quantity: 1 });
    lived.make({ kind: 'remove-add-on', sku: 'BERRIES-30' });
    expectAsRecorded(lived);
    const dearer = relive(lived.record, lived.now, (start) => ({ ...start, unitPriceMinor: 4400 }));
    expect(dearer.refused).toBe(0);
    const agreed = dearer.events.find(({ type }) => type === 'subscription.consent-recorded.v1');
    expect(agreed?.data).toMatchObject({ words: words.replace('85.95', '93.95') });
  });

  it('with a receipt that was undone, and told again by undoing that', () => {
    const start = starting({
      policies: { ...DEFAULT_POLICIES, trialFrom: 'receipt' },
      trialDays: 30,
    });
    const lived = new RecordedLife(start, noonOf('2026-01-31'));
    lived.pass(72, false);
    const confirm = { kind: 'confirm-receipt', receivedOn: '2026-02-02', now: lived.now } as const;
    expect(lived.ask(confirm)).not.toEqual([]);
    lived.pass(24, false);
    expect(lived.undo('command-1')).not.toEqual([]);
    lived.pass(24, false);
    expect(lived.undo('command-2')).not.toEqual([]);
    expectAsRecorded(lived);
  });

  it('with an approval asked for and given, and one refused', () => {
    const lived = life();
    const askFor = (requestId: string, unitPriceMinor: number) =>
      lived.ask({
        kind: 'changes',
        changes: [{ kind: 'price', unitPriceMinor }],
        authority: 'agent',
        now: lived.now,
        askApproval: { requestId, requestedBy: NORA },
      });
    const answer = (
      kind: 'approve' | 'refuse-approval',
      requestId: string,
      consent?: ApprovalCommand['consent'],
    ) => lived.ask({ kind, requestId, by: SAM, consent, now: lived.now });
    askFor('req_1', 100);
    askFor('req_2', 200);
    askFor('req_3', 6000);
    lived.pass(2, false);
    expect(answer('approve', 'req_1')).toHaveLength(2 + 0);
    expect(answer('refuse-approval', 'req_2')).toHaveLength(1);
    lived.make({ kind: 'quantity', quantity: 2 });
    const { words } = previewApproval(lived.state, 'req_3', lived.now);
    const told = { words, reference: 'rec-9' };
    expect(answer('approve', 'req_3', told)).toHaveLength(3);
    expectAsRecorded(lived);
  });

  it('with a trial that counts from receipt, converted or declined', () => {
    for (const end of [
      { kind: 'convert-trial', consentReference: 'rec-1' },
      { kind: 'end-trial', reasonCode: 'other', note: 'too sweet' },
    ] as const) {
      const policies = { ...DEFAULT_POLICIES, trialFrom: 'receipt' as const };
      const lived = new RecordedLife(starting({ trialDays: 14, policies }), noonOf('2026-01-31'));
      lived.pass(72, false);
      lived.ask({ kind: 'receipt', receivedOn: '2026-02-03', now: lived.now });
      lived.pass(48, false);
      lived.make(end);
      lived.pass(1_000, false);
      expectAsRecorded(lived);
    }
  });

  it('with an ending that comes about by itself, and a program won back after it', () => {
    const lived = life();
    lived.make({ kind: 'cancel', reasonCode: 'other', when: { at: 'cycle', cycle: 2 } });
    lived.pass(900, false);
    lived.ask({ kind: 'settle', cycle: 2, outcome: { news: 'captured', amountMinor: 1 } });
    expect(lived.state.status).toBe('cancelled');
    lived.pass(24, false);
    lived.make({ kind: 'win-back', offer: 'half-price' });
    lived.pass(900, false);
    expectAsRecorded(lived);
  });
});

describe('a price roll-out', () => {
  const prices = {
    planId: 'plan_greens',
    version: 2,
    products: [{ sku: 'GREENS-30', name: 'Greens', unitPriceMinor: 4400 }],
    shippingMinor: 595,
    steps: [],
  };
  const told = (lived: RecordedLife) => {
    const offer = { rolloutId: 'rol_1', prices, fromOn: lived.now.slice(0, 10), noticeDays: 30 };
    lived.ask({ kind: 'announce-price', offer, now: lived.now });
  };

  it('tells and moves again', () => {
    const lived = life();
    lived.pass(24, false);
    told(lived);
    lived.pass(2_400, false);
    expect(lived.state).toMatchObject({ unitPriceMinor: 4400, plan: { version: 2 } });
    expectAsRecorded(lived);
  });

  it('stopped, is withdrawn again', () => {
    const lived = life();
    told(lived);
    lived.pass(24, false);
    lived.ask({ kind: 'withdraw-price', rolloutId: 'rol_1' });
    lived.pass(2_400, false);
    expect(lived.state).toMatchObject({ unitPriceMinor: 4000, plan: { version: 1 } });
    expectAsRecorded(lived);
  });
});

describe('what is asked again', () => {
  it('is one request for all events of a command', () => {
    const lived = life();
    lived.make({
      kind: 'cancel',
      reasonCode: 'price',
      offers: [{ offer: 'half', taken: false }],
    });
    expect(askedAgain(lived.record.slice(-2))).toEqual({
      kind: 'changes',
      changes: [
        { kind: 'save-offers', reasonCode: 'price', offers: [{ offer: 'half', taken: false }] },
        { kind: 'cancel', reasonCode: 'price', note: undefined },
      ],
    });
  });

  it('what only the other life cannot do is counted as refused, once', () => {
    const lived = life();
    lived.pass(48, false);
    lived.make({ kind: 'add-product', sku: 'BERRIES-30', quantity: 1 }, { kind: 'send-now' });
    const without = (start: Parameters<Parameters<typeof relive>[2]>[0]) => ({
      ...start,
      plan: { ...start.plan, products: start.plan.products.slice(0, 1) },
    });
    const other = relive(lived.record, addMs(lived.now, 0), without);
    expect(other.refused).toBe(1);
    expect(other.events).toHaveLength(2);
  });
});
