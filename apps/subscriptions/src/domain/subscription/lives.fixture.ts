import { addDays, localDateOf } from '@continuo/kernel/calendar';
import { DomainError } from '@continuo/kernel/domain-error';
import { addMs, type Instant, type LocalDate } from '@continuo/kernel/instant';
import * as fc from 'fast-check';
import { DEFAULT_POLICIES, type PlanPolicies } from '../plan/policies';
import type { Change } from './change';
import type { MadeChange, SubscriptionCommand } from './commands';
import { subscriptionDecider } from './decider';
import { dueAt } from './due';
import type { SubscriptionEvent } from './events';
import { starting } from './examples';
import type { StartedSubscription, SubscriptionState } from './state';
import type { AgreedPlan } from './terms';

export const HOUR_MS = 3_600_000;
export const ZONES = [
  'America/New_York',
  'Pacific/Auckland',
  'Europe/London',
  'Asia/Tokyo',
  'America/Sao_Paulo',
  'Pacific/Kiritimati',
  'Pacific/Pago_Pago',
];
const INTERVALS = ['P30D', 'P1M', 'P2M', 'P1W', 'P1D'];

/** Changes that need nothing but their kind. */
const SIMPLE: readonly Change[] = [
  { kind: 'send-now' },
  { kind: 'hold', holdReason: 'address' },
  { kind: 'release' },
  { kind: 'win-back' },
  { kind: 'convert-trial', consentReference: 'rec-1' },
  { kind: 'end-trial', reasonCode: 'other' },
  { kind: 'cancel', reasonCode: 'other', when: { at: 'commitment' } },
  { kind: 'cancel', reasonCode: 'other', when: { at: 'cycle', cycle: 5 } },
  { kind: 'save-offers', reasonCode: 'other', offers: [{ offer: 'half', taken: true }] },
  { kind: 'address', shipTo: { sealed: 'other', stream: 'subscription-sub_1', field: 'shipTo' } },
];

const RULES: readonly PlanPolicies[] = [
  DEFAULT_POLICIES,
  {
    ...DEFAULT_POLICIES,
    anchor: { by: 'day-of-month', day: 31, minDays: 10 },
    cutOffDays: 2,
    chargeToShipDays: 1,
    shipsOnWeekends: false,
    commitmentDeliveries: 3,
    notices: { trialEndingDays: 3, priceChangeDays: 5, renewalDays: 2 },
    steps: [{ sku: 'GREENS-30', fromDelivery: 3, unitPriceMinor: 3500 }],
  },
  { ...DEFAULT_POLICIES, prepaid: { deliveries: 3, then: 'renew' } },
  { ...DEFAULT_POLICIES, prepaid: { deliveries: 3, then: 'downgrade' } },
];
const PRODUCTS = starting().terms.plan.products;
const AGREED: readonly AgreedPlan[] = RULES.map((policies, index) => ({
  plan: {
    ...starting().terms.plan,
    planId: `plan_${index}`,
    products: PRODUCTS.map((product) => ({
      ...product,
      unitPriceMinor: product.unitPriceMinor + index * 100,
    })),
  },
  policies,
}));

/** Dates are drawn relative to the day on which the change is asked for. */
export type AnyChange = (today: LocalDate) => Change;
const ahead = fc.integer({ min: -10, max: 120 });
const cycles = fc.option(fc.integer({ min: 2, max: 12 }), { nil: undefined });
export const aChange: fc.Arbitrary<AnyChange> = fc.oneof(
  fc.constantFrom(...INTERVALS).map((interval) => () => ({ kind: 'interval', interval }) as const),
  fc.tuple(fc.integer({ min: 0, max: 9000 }), fc.option(fc.integer({ min: 1, max: 4 }))).map(
    ([unitPriceMinor, cycles]) =>
      () =>
        ({ kind: 'price', unitPriceMinor, cycles: cycles ?? undefined }) as const,
  ),
  fc.constantFrom('add-product' as const, 'add-on' as const).chain((kind) =>
    fc.tuple(fc.constantFrom('GREENS-30', 'BERRIES-30'), fc.integer({ min: 1, max: 3 })).map(
      ([sku, quantity]) =>
        () =>
          ({ kind, sku, quantity }) as const,
    ),
  ),
  fc
    .constantFrom('GREENS-30', 'BERRIES-30')
    .chain((sku) =>
      fc
        .constantFrom('remove-product' as const, 'remove-add-on' as const)
        .map((kind) => () => ({ kind, sku }) as const),
    ),
  ahead.map(
    (days) => (today: LocalDate) => ({ kind: 'anchor', on: addDays(today, days) }) as const,
  ),
  fc.constantFrom(...SIMPLE).map((change) => () => change),
  fc.constantFrom(...AGREED).map((agreed) => () => ({ kind: 'plan', agreed }) as const),
  fc
    .constantFrom('GREENS-30', 'BERRIES-30')
    .map((sku) => () => ({ kind: 'product', sku }) as const),
  fc.integer({ min: 1, max: 3 }).map((quantity) => () => ({ kind: 'quantity', quantity }) as const),
  fc.tuple(ahead, cycles, fc.boolean()).map(
    ([days, cycle, moveFollowing]) =>
      (today: LocalDate) =>
        ({ kind: 'date', on: addDays(today, days), cycle, moveFollowing }) as const,
  ),
  cycles.map((cycle) => () => ({ kind: 'skip', cycle }) as const),
  fc.integer({ min: 2, max: 12 }).map((cycle) => () => ({ kind: 'unskip', cycle }) as const),
  ahead.map(
    (days) => (today: LocalDate) => ({ kind: 'pause', until: addDays(today, days) }) as const,
  ),
  fc.constant(() => ({ kind: 'resume' }) as const),
  fc.constant(() => ({ kind: 'cancel', reasonCode: 'other' }) as const),
  fc.option(ahead, { nil: undefined }).map(
    (days) => (today: LocalDate) =>
      ({
        kind: 'reactivate',
        nextOn: days === undefined ? undefined : addDays(today, days),
      }) as const,
  ),
  fc
    .constantFrom('pm_a', 'pm_b')
    .map((token) => () => ({ kind: 'payment-method', token }) as const),
  fc.constantFrom(...ZONES).map((zone) => () => ({ kind: 'zone', zone }) as const),
);

export type Step =
  | { readonly hours: number; readonly change: AnyChange }
  | {
      readonly hours: number;
      readonly settle: 'authorised' | 'declined' | 'failed' | 'captured' | 'cancelled';
    }
  | { readonly hours: number };

export const aStep: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ hours: fc.integer({ min: 0, max: 800 }), change: aChange }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      hours: fc.integer({ min: 0, max: 200 }),
      settle: fc.constantFrom('authorised', 'declined', 'failed', 'captured', 'cancelled'),
    }),
  },
  { weight: 2, arbitrary: fc.record({ hours: fc.integer({ min: 0, max: 1_200 }) }) },
);
export const aProgram = fc.record({
  startedOn: fc.integer({ min: 0, max: 1_500 }).map((days) => addDays('2026-01-01', days)),
  interval: fc.constantFrom(...INTERVALS),
  zone: fc.constantFrom(...ZONES),
  trialDays: fc.option(fc.integer({ min: 1, max: 40 }), { nil: null }),
  missedCycles: fc.constantFrom('ship-one' as const, 'ship-all' as const, 'skip' as const),
  totalCycles: fc.option(fc.integer({ min: 2, max: 8 }), { nil: null }),
  policies: fc.constantFrom(undefined, ...RULES.slice(1)),
});

/** A program, its record, and a clock; the scheduler wakes it whenever it is due. */
export class Life {
  readonly events: SubscriptionEvent[] = [];
  state: StartedSubscription;

  constructor(
    start: SubscriptionCommand,
    public now: Instant,
  ) {
    this.events.push(...subscriptionDecider.decide(start, { status: 'none' }));
    this.state = this.events.reduce(subscriptionDecider.evolve, {
      status: 'none',
    } as SubscriptionState) as StartedSubscription;
  }

  /** Refusals change nothing. */
  ask(command: SubscriptionCommand): readonly SubscriptionEvent[] {
    let events: readonly SubscriptionEvent[] = [];
    try {
      events = subscriptionDecider.decide(command, this.state);
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
    for (const event of events) {
      this.state = subscriptionDecider.evolve(this.state, event) as StartedSubscription;
      this.events.push(event);
    }
    return events;
  }

  /** Time passes; `outage`: nothing wakes the program before its end. */
  pass(hours: number, outage: boolean): void {
    const end = addMs(this.now, hours * HOUR_MS);
    for (;;) {
      const due = dueAt(this.state);
      if (due === null || due > end) break;
      if (due > this.now) this.now = outage ? end : due;
      const events = this.ask({ kind: 'wake', now: this.now });
      // Every wake brings something about: else the scheduler would turn in a circle.
      expect(events.length).toBeGreaterThan(0);
    }
    this.now = end;
    expect(this.ask({ kind: 'wake', now: end })).toEqual([]);
  }

  carryOut(step: Step, outage: boolean): void {
    this.pass(step.hours, outage);
    if ('change' in step) {
      const change = step.change(localDateOf(this.now, this.state.zone));
      this.ask({ kind: 'change', change, authority: 'supervisor', now: this.now });
    } else if ('settle' in step) {
      const open =
        this.state.cycles.find(({ status }) => status === 'locked' || status === 'charging') ??
        this.state.cycles.at(-1);
      if (open) this.ask({ kind: 'settle', cycle: open.cycle, outcome: outcomes[step.settle] });
    }
  }
}

const outcomes = {
  authorised: { news: 'authorised', amountMinor: 1, token: 'pm_first', networkTransactionId: 'n' },
  declined: { news: 'declined', decline: 'soft', code: 'c', final: false, retryAt: null },
  failed: { news: 'declined', decline: 'hard', code: 'c', final: true, retryAt: null },
  captured: { news: 'captured', amountMinor: 1 },
  cancelled: { news: 'cancelled', reason: 'r' },
} as const;

export type AnyProgram = typeof aProgram extends fc.Arbitrary<infer Value> ? Value : never;

/** How a program starts, and when. */
export function startOf(program: AnyProgram): readonly [SubscriptionCommand, Instant] {
  const { startedOn, interval, zone, trialDays, missedCycles, totalCycles, policies } = program;
  const plan = { ...starting().terms.plan, missedCycles, totalCycles };
  const start = starting({ startedOn, interval, zone, trialDays, plan, policies });
  return [start, `${startedOn}T12:00:00.000Z`];
}

export function live(program: AnyProgram, steps: readonly Step[], outage: boolean): Life {
  const life = new Life(...startOf(program));
  for (const step of steps) life.carryOut(step, outage);
  return life;
}

/** Makes changes together and answers what an undo needs to know; nothing when they change nothing or are refused. */
export function make(life: Life, changes: readonly Change[]): MadeChange | undefined {
  const before = life.state;
  const authority = 'supervisor' as const;
  const events = life.ask({ kind: 'changes', changes, authority, now: life.now });
  if (events.length === 0) return undefined;
  return { changeId: 'change_1', before, after: life.state, events, later: [], undone: false };
}
