import { type Instant, addMs, msFromInstant } from '@continuo/kernel/instant';
import { allocateMinor } from '@continuo/kernel/money';
import * as fc from 'fast-check';
import { NOW, aLine, anOrder } from '../../testing/examples';
import { HOUSE_CAP } from '../dunning/network-caps';
import { BUILT_IN_POLICY, type DunningPolicy } from '../dunning/policy';
import { postingsOf } from '../ledger/postings';
import type { LookupAnswer } from './answer';
import { type PaymentCommand, paymentDecider } from './decider';
import type { PaymentEvent } from './events';
import type { LineAmount, OrderFacts } from './facts';
import { type OpenPayment, type PaymentState, openAttempt } from './state';

/** Histories that are played; the seed is in the name of the test, CONTINUO_SEED plays it again. */
const HISTORIES = 10_000;
const seed = Number(process.env.CONTINUO_SEED ?? Date.now() % 2 ** 31);
const HOUR = 3_600_000;
const DAY = 24 * HOUR;

const greedy: DunningPolicy = {
  ...BUILT_IN_POLICY,
  policyId: 'dun_greedy',
  schedules: (['no-funds', 'unavailable', 'refused'] as const).map((declineClass) => ({
    declineClass,
    network: null,
    afterHours: Array.from({ length: 14 }, (_, index) => 24 * (index + 1)),
  })),
  cap: { tries: 99, days: 1 },
};
const patient = { ...BUILT_IN_POLICY, bestHour: 10, payDays: [1, 31], payDayWithinDays: 5 };
const POLICIES = [BUILT_IN_POLICY, greedy, patient];

const anyLine = (lineId: string) =>
  fc
    .record({
      quantity: fc.integer({ min: 1, max: 4 }),
      goodsMinor: fc.integer({ min: 0, max: 9_999 }),
      shippingMinor: fc.integer({ min: 0, max: 999 }),
      taxMinor: fc.integer({ min: 0, max: 999 }),
      instalments: fc.integer({ min: 1, max: 4 }),
    })
    .map(({ instalments, ...line }) => {
      const totalMinor = line.goodsMinor + line.shippingMinor + line.taxMinor;
      const instalmentsMinor = allocateMinor(totalMinor, Array<number>(instalments).fill(1));
      return aLine({ lineId, ...line, totalMinor, instalmentsMinor });
    });

const anyOrder = fc.tuple(anyLine('l1'), anyLine('l2'), fc.boolean()).map(([one, two, program]) =>
  anOrder({
    lines: [one, two],
    origin: program ? { kind: 'program', subscriptionId: 'sub_1', cycle: 2 } : { kind: 'call' },
  }),
);

const ANSWERS = [
  ...(['yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'yes', 'no', 'no', '24', 'R1', 'hard'] as const),
  ...(['silence', 'lost'] as const),
];
const RARE = ['cancel', 'card', 'card', 'close', 'others'] as const;
const USUAL = [
  ...(['answer', 'answer', 'answer', 'answer', 'answer', 'answer', 'answer', 'ship'] as const),
  ...(['ship', 'due', 'wait', 'wait', 'refund', 'dispute', 'decide', 'rare'] as const),
];
const anyStep = fc.tuple(fc.constantFrom(...USUAL), fc.nat({ max: 139 }));

class World {
  now: Instant = NOW;
  state: PaymentState = paymentDecider.initialState();
  readonly tries = new Map<string, Instant[]>();
  readonly keys = new Set<string>();
  readonly taken = new Set<string>();
  readonly given = new Map<string, LineAmount>();
  readonly charged = new Map<string, LineAmount>();
  private notFound = false;

  constructor(
    private readonly order: OrderFacts,
    private readonly policy: DunningPolicy,
    earlier: number,
  ) {
    this.tries.set(
      'pm_1',
      Array.from({ length: earlier }, (_, index) => addMs(NOW, -index * DAY)),
    );
    const method = { token: 'pm_1', initiator: 'recurring', networkTransactionId: null } as const;
    this.run({ type: 'open', order, method });
  }

  step(named: (typeof USUAL)[number], n: number): void {
    const { state } = this;
    if (state.status === 'none') return;
    const { token } = state.method;
    const what = named === 'rare' ? (RARE[n % RARE.length] ?? 'card') : named;
    switch (what) {
      case 'answer':
        return this.answer(state, ANSWERS[n % ANSWERS.length] ?? 'yes', n);
      case 'ship': {
        const lineIds = n < 90 ? ['l1', 'l2'] : [n % 2 ? 'l1' : 'l2'];
        const lines = lineIds.map((lineId) => ({ lineId, quantity: n % 3 ? 9 : 1 + (n % 4) }));
        const packageId = `pkg_${state.packageIds.length}`;
        return this.run({ type: 'bill-package', packageId, lines });
      }
      case 'due':
      case 'wait':
        this.now = addMs(this.now, what === 'wait' ? (n + 1) * 6 * HOUR : DAY);
        return this.run({ type: 'proceed' });
      case 'refund':
        return this.run({
          type: 'request-refund',
          refundId: `ref_${state.refundIds.length}`,
          amountMinor: n === 0 ? undefined : n * 97,
          reason: 'r',
        });
      case 'dispute': {
        const charge = state.charges[n % Math.max(1, state.charges.length)];
        if (!charge) return;
        const amountMinor = n % 3 ? charge.amountMinor : 1 + n;
        const number = Object.keys(state.disputes).length;
        const reference = `dp_${number}`;
        const { currency } = this.order;
        const named = { disputeId: `dsp_${number}`, reference, on: charge.reference };
        return this.run({ type: 'open-dispute', ...named, amountMinor, currency });
      }
      case 'decide': {
        const disputeId = `dsp_${n % 3}`;
        return this.run({ type: 'close-dispute', disputeId, outcome: n % 2 ? 'won' : 'lost' });
      }
      case 'cancel':
        return this.run({ type: 'cancel-order', lines: [], reason: 'c' });
      case 'card': {
        const next = `pm_${1 + (n % 3)}`;
        const method = { ...state.method, token: next };
        return this.run({ type: 'replace-method', method, triesOnCard: this.on(next) });
      }
      case 'close':
        return this.run({ type: 'close-card', token });
      case 'others':
        // Other payments are declined on the same card meanwhile.
        for (let tries = 0; tries < n % 9; tries += 1) this.note(token);
    }
  }

  private answer(state: OpenPayment, said: (typeof ANSWERS)[number], n: number): void {
    const open = openAttempt(state);
    if (!open) return;
    const lookUp = open.status === 'unknown' || said === 'lost';
    const declined = said === 'no' || said === '24' || said === 'hard' || said === 'R1';
    if (declined && (open.kind === 'authorise' || open.kind === 'charge')) this.note(open.token);
    this.notFound = said === 'lost';
    this.run({
      type: lookUp ? 'record-lookup' : 'record-answer',
      attemptId: open.attemptId,
      answer: answerOf(said, `g_${state.attempts.length}_${n}`),
      triesOnCard: this.on(open.token),
      triesOnNewCard: this.on(state.method.token),
      policy: this.policy,
    });
  }

  private run(asked: Partial<PaymentCommand>): void {
    const token = this.state.status === 'open' ? this.state.method.token : 'pm_1';
    const about = { paymentId: 'pay_1', now: this.now, triesOnCard: this.on(token) };
    const command = { ...about, ...asked } as PaymentCommand;
    let events: readonly PaymentEvent[];
    try {
      events = paymentDecider.decide(command, this.state);
    } catch (error) {
      if (error instanceof Error && error.name === 'DomainError') return;
      throw error;
    }
    for (const event of events) {
      this.check(event);
      this.state = paymentDecider.evolve(this.state, event);
    }
  }

  /** What must hold of every event, whatever came before. */
  private check(event: PaymentEvent): void {
    const sum = postingsOf(event).reduce((minor, posting) => minor + posting.amountMinor, 0);
    must(sum === 0, `the ledger is balanced after ${event.type}`);
    switch (event.type) {
      case 'payment.attempt-recorded.v1':
        return this.checkAttempt(event.data);
      case 'payment.attempt-resent.v1':
        return must(this.notFound, 'only what the gateway never had is sent again');
      case 'payment.captured.v1': {
        const { packageId, instalment, lines } = event.data;
        const what = packageId ?? `instalment ${instalment}`;
        must(!this.taken.has(what), `${what} is charged once`);
        this.taken.add(what);
        return add(this.charged, lines);
      }
      case 'payment.refunded.v1':
      case 'payment.dispute-lost.v1':
        return add(this.given, event.data.lines);
      default:
        return;
    }
  }

  private checkAttempt(
    attempt: Extract<PaymentEvent, { type: 'payment.attempt-recorded.v1' }>['data'],
  ): void {
    const { state } = this;
    if (state.status === 'none') return;
    const { idempotencyKey, kind, token } = attempt;
    must(!this.keys.has(idempotencyKey), 'a key is used for one attempt');
    this.keys.add(idempotencyKey);
    must(openAttempt(state) === undefined, 'nothing is tried while an outcome is unknown');
    if (kind !== 'authorise' && kind !== 'charge') return;
    const since = msFromInstant(this.now) - HOUSE_CAP.days * DAY;
    const recent = this.on(token).filter((at) => msFromInstant(at) > since);
    must(recent.length < HOUSE_CAP.tries, 'no try is beyond the cap');
    must(
      !state.attempts.some(
        (each) =>
          each.token === token &&
          each.decline === 'hard' &&
          (each.kind === 'authorise' || each.kind === 'charge'),
      ),
      'a hard decline is never tried again',
    );
    const cancelled = this.order.lines.every(
      (line) => state.lines[line.lineId]?.cancelled === line.quantity,
    );
    must(!cancelled, 'nothing is charged after cancelling');
  }

  private on(token: string): readonly Instant[] {
    return this.tries.get(token) ?? [];
  }

  private note(token: string): void {
    this.tries.set(token, [...this.on(token), this.now]);
  }
}

function answerOf(said: (typeof ANSWERS)[number], reference: string): LookupAnswer {
  const soft = {
    kind: 'declined',
    decline: 'soft',
    code: 'insufficient_funds',
    message: '',
  } as const;
  switch (said) {
    case 'yes':
      return { kind: 'succeeded', reference, networkTransactionId: 'n' };
    case 'no':
      return soft;
    case '24':
      return { ...soft, network: 'mastercard', networkCode: '51', advice: '24' };
    case 'hard':
      return { ...soft, decline: 'hard' };
    case 'R1':
      return { ...soft, network: 'visa', networkCode: 'R1' };
    case 'silence':
      return { kind: 'unknown', cause: 'timeout' };
    case 'lost':
      return { kind: 'not-found' };
  }
}

function must(holds: boolean, what: string): void {
  if (!holds) throw new Error(`it does not hold that ${what}`);
}

function add(sums: Map<string, LineAmount>, lines: readonly LineAmount[]): void {
  for (const line of lines) {
    const before = sums.get(line.lineId);
    must(line.amountMinor === line.goodsMinor + line.shippingMinor + line.taxMinor, 'parts add up');
    sums.set(line.lineId, {
      lineId: line.lineId,
      quantity: 0,
      amountMinor: (before?.amountMinor ?? 0) + line.amountMinor,
      goodsMinor: (before?.goodsMinor ?? 0) + line.goodsMinor,
      shippingMinor: (before?.shippingMinor ?? 0) + line.shippingMinor,
      taxMinor: (before?.taxMinor ?? 0) + line.taxMinor,
    });
  }
}

describe(`whatever happens to a payment (CONTINUO_SEED=${seed})`, () => {
  it(`no rule of money is broken, in ${HISTORIES} histories`, () => {
    let attempts = 0;
    fc.assert(
      fc.property(
        anyOrder,
        fc.constantFrom(...POLICIES),
        fc.constantFrom(0, 0, 0, 0, 0, 5, 14, 15),
        fc.array(anyStep, { minLength: 20, maxLength: 60 }),
        (order, policy, earlier, steps) => {
          const world = new World(order, policy, earlier);
          for (const [what, n] of steps) {
            world.step(what, n);
            for (const line of order.lines) {
              const given = world.given.get(line.lineId)?.amountMinor ?? 0;
              const charged = world.charged.get(line.lineId)?.amountMinor ?? 0;
              must(given <= charged, 'at most what was captured of a line is given back or lost');
              must(charged <= line.totalMinor, 'at most what a line costs is captured');
            }
          }
          attempts += world.keys.size;
        },
      ),
      { numRuns: HISTORIES, seed },
    );
    expect(attempts).toBeGreaterThan(HISTORIES);
  }, 300_000);
});
