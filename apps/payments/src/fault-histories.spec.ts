import { addMs } from '@continuo/kernel/instant';
import { Logger } from '@nestjs/common';
import * as fc from 'fast-check';
import { paymentIdOf } from './application/payment-id';
import type { GatewayNotice } from './application/ports';
import type { OrderFacts } from './domain/payment/facts';
import { anyOrder } from './testing/random-history.fixture';
import { type Asking, FaultyWorld, type Instance } from './testing/faulty-world.fixture';
import type { Death, Faults, GatewayFault } from './testing/mortal';

/** Histories that are played; more with CONTINUO_HISTORIES. The seed is in the name of the test. */
const HISTORIES = Number(process.env.CONTINUO_HISTORIES ?? 1_000);
const seed = Number(process.env.CONTINUO_SEED ?? Date.now() % 2 ** 31);
const ORDER = 'ord_1';
const PAYMENT_ID = paymentIdOf(ORDER);
const HOUR = 3_600_000;

const TOKENS = [
  'pm_sim_approved',
  'pm_sim_card_other',
  'pm_sim_declined_soft',
  'pm_sim_declines_once_then_approves',
  'pm_sim_timeout_then_succeeded',
  'pm_sim_timeout_not_booked',
  'pm_sim_500_booked',
  'pm_sim_500',
  'pm_sim_capture_timeout_then_succeeded',
  'pm_sim_refund_500',
  'pm_sim_instalment_declined_visa_51',
  'pm_sim_release_timeout_not_booked',
  'pm_sim_raise_timeout_then_succeeded',
  'pm_sim_raise_declined_soft',
];
const aToken = fc.constantFrom(...TOKENS);
/** Hours by which the clock moves: it also jumps, and is set back. */
const someHours = fc.constantFrom(0, 0, 1 / 12, 1, 24, 48, 192, 744, 2_400, -1, -26);
const FAULTS: readonly (GatewayFault | undefined)[] = [
  ...[undefined, undefined, undefined],
  ...(['lost-answer', 'not-arrived', '5xx', 'twice'] as const),
];
const aFault = fc.constantFrom(...FAULTS);
const faults = fc.array(aFault, { maxLength: 6 });
const aDeath: fc.Arbitrary<Death> = fc.record({
  call: fc.integer({ min: 1, max: 12 }),
  when: fc.constantFrom('before' as const, 'after' as const),
});

const anAsking = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ask: fc.constant('ship' as const), units: fc.nat(4) }) },
  { weight: 3, arbitrary: fc.record({ ask: fc.constant('wake' as const), hours: someHours }) },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('refund' as const),
      amountMinor: fc.integer({ min: 1, max: 9_000 }),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('raise' as const),
      amountMinor: fc.integer({ min: 1, max: 4_000 }),
    }),
  },
  { weight: 1, arbitrary: fc.record({ ask: fc.constant('cancel' as const) }) },
  {
    weight: 1,
    arbitrary: fc.record({ ask: fc.constant('another-card' as const), token: aToken }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ ask: fc.constant('notice' as const), number: fc.nat(3) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      ask: fc.constant('dispute' as const),
      number: fc.nat(2),
      status: fc.constantFrom('open' as const, 'won' as const, 'lost' as const),
    }),
  },
);
const aStep = fc.record({
  asking: anAsking,
  /** Which of two instances is asked. */
  on: fc.constantFrom(0, 1),
  /** Whether the step after it begins at the same time. */
  withNext: fc.boolean(),
  /** How a process that takes the place of a dead one ends, if it does. */
  death: fc.option(aDeath, { freq: 2, nil: undefined }),
  faults,
});
type Step = typeof aStep extends fc.Arbitrary<infer T> ? T : never;

const aLife = fc.record({
  order: anyOrder,
  token: aToken,
  first: fc.tuple(fc.option(aDeath, { nil: undefined }), fc.option(aDeath, { nil: undefined })),
  faults,
  steps: fc.array(aStep, { minLength: 3, maxLength: 14 }),
});
type Life = typeof aLife extends fc.Arbitrary<infer T> ? T : never;

/** One payment, two instances that die and come again, and a gateway that fails. */
class PlayedLife {
  readonly world = new FaultyWorld();
  deaths = 0;
  private readonly instances: Instance[] = [];
  private asked = 0;

  constructor(private readonly life: Life) {}

  async play(): Promise<void> {
    const { order, token, first, faults: early, steps } = this.life;
    for (const death of first)
      this.instances.push(await this.world.start(death, faultsFrom(early)));
    const placed: Asking = { ask: 'place', order: { ...order, orderId: ORDER }, token };
    await this.untilAnswered({ on: 0, faults: early, death: undefined }, placed);
    let under: Promise<void>[] = [];
    for (const step of steps) {
      under.push(this.untilAnswered(step, this.askingOf(step.asking, order)));
      if (step.withNext) continue;
      await Promise.all(under);
      under = [];
    }
    await Promise.all(under);
    for (const instance of this.instances) await this.world.idle(instance);
    await this.world.settle();
  }

  /** A message or request that was not answered comes again, to a process that was started anew. */
  private async untilAnswered(
    { on, death, faults: failing }: Pick<Step, 'on' | 'death' | 'faults'>,
    asking: Asking,
  ): Promise<void> {
    this.asked += 1;
    const cause = asking.ask === 'notice' ? asking.notice.gatewayId : `asked ${this.asked}`;
    const dying = this.instances[on] as Instance;
    if (await this.world.ask(dying, asking, cause)) return;
    this.deaths += 1;
    const next = await this.successor(on, dying, death, faultsFrom(failing));
    if (await this.world.ask(next, asking, cause)) return;
    this.deaths += 1;
    await this.world.ask(await this.successor(on, next), asking, cause);
  }

  /** The process in the place of a dead one; somebody else may have started it already. */
  private async successor(
    on: number,
    dead: Instance,
    ...life: [Death?, Faults?]
  ): Promise<Instance> {
    const there = this.instances[on];
    if (there && there !== dead) return there;
    const started = await this.world.start(...life);
    this.instances[on] = started;
    return started;
  }

  private askingOf(what: Step['asking'], { lines }: OrderFacts): Asking {
    switch (what.ask) {
      case 'ship': {
        const quantity = what.units + 1;
        const all = lines.map(({ lineId }) => ({ lineId, quantity }));
        return { ask: 'ship', orderId: ORDER, packageId: `pkg_${this.asked}`, lines: all };
      }
      case 'wake':
        this.world.now = addMs(this.world.now, what.hours * HOUR);
        return { ask: 'wake' };
      case 'refund': {
        const { amountMinor } = what;
        const request = { refundId: `ref_${this.asked}`, amountMinor, reason: 'r' };
        return { ask: 'refund', orderId: ORDER, request };
      }
      case 'raise': {
        const { amountMinor } = what;
        const request = { raiseId: `rse_${this.asked}`, amountMinor, reason: 'r' };
        return { ask: 'raise', orderId: ORDER, request };
      }
      case 'cancel':
        return { ask: 'cancel', orderId: ORDER };
      case 'another-card':
        return { ask: 'another-card', orderId: ORDER, token: what.token };
      case 'notice':
        return { ask: 'notice', notice: this.notice(`evt_${what.number}`, null) };
      case 'dispute': {
        const charges = this.world.books.entries.filter(
          ({ kind, status }) => status === 'succeeded' && (kind === 'capture' || kind === 'charge'),
        );
        const charge = charges[what.number % Math.max(1, charges.length)];
        const dispute = charge && {
          reference: `dp_${charge.reference}`,
          on: charge.reference,
          amountMinor: charge.amountMinor,
          currency: charge.currency,
          network: 'visa' as const,
          reason: 'fraudulent',
          descriptor: null,
          evidenceDueAt: null,
          status: what.status,
        };
        const id = `evt_${what.status}_${charge?.reference}`;
        return { ask: 'notice', notice: this.notice(id, dispute ?? null) };
      }
    }
  }

  private notice(gatewayId: string, dispute: GatewayNotice['dispute']): GatewayNotice {
    const about = { concernsPayment: true, paymentId: PAYMENT_ID, kind: 'told' };
    return { gatewayId, occurredAt: this.world.now, ...about, dispute };
  }
}

function faultsFrom(list: readonly (GatewayFault | undefined)[]): Faults {
  return (call) => list[call - 1];
}

describe(`${HISTORIES} random histories under faults (CONTINUO_SEED=${seed})`, () => {
  beforeAll(() => Logger.overrideLogger(false));

  it('leave no charge that we do not know, none twice, and books that balance', async () => {
    let deaths = 0;
    let moved = 0;
    await fc.assert(
      fc.asyncProperty(aLife, async (life) => {
        const played = new PlayedLife(life);
        await played.play();
        const breaches = await played.world.breaches();
        if (breaches.length > 0) throw new Error(breaches.join('\n'));
        deaths += played.deaths;
        moved += played.world.books.entries.length;
      }),
      { numRuns: HISTORIES, seed },
    );
    expect(deaths).toBeGreaterThan(HISTORIES / 4);
    expect(moved).toBeGreaterThan(HISTORIES);
  }, 3_600_000);
});
