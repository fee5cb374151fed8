import { fold } from '@continuo/kernel/decider';
import { addMs } from '@continuo/kernel/instant';
import type { PastDueLimits } from '../dunning/policy';
import { type ArrearsCommand, type ArrearsEvent, arrearsDecider, arrearsDueAt } from './decider';

const NOW = '2026-11-22T09:30:00.000Z';
const DAY = 86_400_000;
const NONE: PastDueLimits = { amountMinor: {}, count: null, ageDays: null };

class Story {
  events: ArrearsEvent[] = [];
  now = NOW;

  constructor(private readonly limits: Partial<PastDueLimits>) {}

  owes(paymentId: string, amountMinor: number, currency = 'USD'): string[] {
    const payment = {
      paymentId,
      orderId: `ord_${paymentId}`,
      origin: { kind: 'call' } as const,
      currency,
      amountMinor,
      since: amountMinor > 0 ? this.now : null,
    };
    return this.do({ type: 'note-past-due', payment, inForce: this.inForce });
  }

  givenUp(paymentId: string, rule: 'hold-shipments' | 'keep-shipping'): string[] {
    return this.do({ type: 'note-given-up', paymentId, rule, inForce: this.inForce });
  }

  do(asked: object): string[] {
    const command = { customerId: 'cus_1', now: this.now, ...asked } as ArrearsCommand;
    const events = arrearsDecider.decide(command, fold(arrearsDecider, this.events));
    this.events.push(...events);
    return events.map(({ type }) => type.slice('arrears.'.length, -'.v1'.length));
  }

  get due() {
    return arrearsDueAt(fold(arrearsDecider, this.events));
  }

  private get inForce() {
    return { limits: { ...NONE, ...this.limits }, policy: { policyId: 'dun_1', version: 1 } };
  }
}

describe('what is past due', () => {
  it('holds shipments beyond an amount, per currency, and releases them when it is settled', () => {
    const story = new Story({ amountMinor: { USD: 5_000 } });
    expect(story.owes('p1', 3_000)).toEqual(['past-due-noted']);
    expect(story.owes('p2', 9_000, 'EUR')).toEqual(['past-due-noted']);
    expect(story.owes('p3', 2_001)).toEqual(['past-due-noted', 'shipments-held']);
    expect(story.events.at(-1)).toMatchObject({ data: { because: 'amount' } });
    expect(story.owes('p3', 0)).toEqual(['past-due-noted', 'shipments-released']);
  });

  it('holds shipments beyond a number of payments', () => {
    const story = new Story({ count: 1 });
    story.owes('p1', 100);
    expect(story.owes('p2', 100)).toEqual(['past-due-noted', 'shipments-held']);
    expect(story.events.at(-1)).toMatchObject({ data: { because: 'count' } });
  });

  it('holds shipments when the oldest of it has reached an age', () => {
    const story = new Story({ ageDays: 30 });
    story.owes('p1', 100);
    expect(story.due).toBe(addMs(NOW, 30 * DAY));
    story.now = addMs(NOW, 29 * DAY);
    expect(story.do({ type: 'check' })).toEqual([]);
    story.now = story.due ?? '';
    expect(story.do({ type: 'check' })).toEqual(['shipments-held']);
    expect(story.due).toBeNull();
  });

  it('holds shipments for an instalment that was given up, where the policy says so', () => {
    const story = new Story({});
    expect(story.givenUp('p1', 'keep-shipping')).toEqual([]);
    expect(story.givenUp('p1', 'hold-shipments')).toEqual(['payment-given-up']);
    expect(story.owes('p1', 100)).toEqual(['past-due-noted', 'shipments-held']);
    expect(story.owes('p1', 0)).toEqual(['past-due-noted', 'shipments-released']);
    expect(story.owes('p1', 100)).toEqual(['past-due-noted']);
  });

  it('is noted once', () => {
    const story = new Story({});
    story.owes('p1', 100);
    expect(story.owes('p1', 100)).toEqual([]);
    expect(story.owes('p2', 0)).toEqual([]);
  });
});
