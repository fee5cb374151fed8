import type { OrderFacts } from './domain/payment/facts';
import { NOW, aLine, anOrder } from './testing/examples';
import { type Asking, FaultyWorld, type Instance } from './testing/faulty-world.fixture';

const HOUR = 3_600_000;
const ORDER = 'ord_1';
const order: OrderFacts = anOrder();
const program: OrderFacts = anOrder({
  origin: { kind: 'program', subscriptionId: 'sub_1', cycle: 2 },
});
const multiPay: OrderFacts = anOrder({ lines: [aLine({ instalmentsMinor: [3501, 3500, 3500] })] });

const place = (facts: OrderFacts, token: string): Asking => ({ ask: 'place', order: facts, token });
const ship = (quantity: number): Asking => ({
  ask: 'ship',
  orderId: ORDER,
  packageId: `pkg of ${quantity}`,
  lines: [{ lineId: 'l1', quantity }],
});
const refund: Asking = {
  ask: 'refund',
  orderId: ORDER,
  request: { refundId: 'ref_1', amountMinor: 4000, reason: 'damaged' },
};
const raise: Asking = {
  ask: 'raise',
  orderId: ORDER,
  request: { raiseId: 'rse_1', amountMinor: 2000, reason: 'large order' },
};
const wake: Asking = { ask: 'wake' };

interface Scenario {
  readonly before?: readonly Asking[];
  /** How long after that it is asked. */
  readonly afterMs?: number;
  readonly then: Asking;
}

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  authorise: { then: place(order, 'pm_sim_approved') },
  'authorise, the answer lost': { then: place(order, 'pm_sim_timeout_then_succeeded') },
  'authorise, declined': { then: place(order, 'pm_sim_declined_soft') },
  capture: { before: [place(order, 'pm_sim_approved')], then: ship(3) },
  'capture of a part': { before: [place(order, 'pm_sim_approved')], then: ship(1) },
  'capture, after the window': {
    before: [place(order, 'pm_sim_approved')],
    afterMs: 8 * 24 * HOUR,
    then: ship(3),
  },
  raise: { before: [place(multiPay, 'pm_sim_approved')], then: raise },
  'raise, the answer lost': {
    before: [place(multiPay, 'pm_sim_raise_timeout_then_succeeded')],
    then: raise,
  },
  refund: { before: [place(order, 'pm_sim_approved'), ship(3)], then: refund },
  'refund of two captures': {
    before: [place(order, 'pm_sim_approved'), ship(1), ship(2)],
    then: refund,
  },
  void: {
    before: [place(order, 'pm_sim_approved')],
    then: { ask: 'cancel', orderId: ORDER },
  },
  instalment: {
    before: [place(multiPay, 'pm_sim_approved'), ship(3)],
    afterMs: 31 * 24 * HOUR,
    then: wake,
  },
  'renewal charge': { then: place(program, 'pm_sim_card_renewal') },
  'retry of a renewal': {
    before: [place(program, 'pm_sim_declines_once_then_approves')],
    afterMs: 48 * HOUR,
    then: wake,
  },
  'another card': {
    before: [place(order, 'pm_sim_declined_hard')],
    then: { ask: 'another-card', orderId: ORDER, token: 'pm_sim_card_other' },
  },
  'ask, what was booked': {
    before: [place(order, 'pm_sim_timeout_then_succeeded')],
    afterMs: HOUR / 12,
    then: wake,
  },
  'ask, what never arrived': {
    before: [place(order, 'pm_sim_timeout_not_booked')],
    afterMs: HOUR / 12,
    then: wake,
  },
};

/** Plays up to the last thing that is asked, and answers the process that is to be asked. */
async function prepare({ before = [], afterMs = 0 }: Scenario, start: () => Promise<Instance>) {
  let instance = await start();
  for (const [index, asking] of before.entries()) {
    await world.ask(instance, asking, `before ${index}`);
    await world.idle(instance);
  }
  if (afterMs > 0) {
    world.now = new Date(Date.parse(NOW) + afterMs).toISOString();
    instance = await start();
  }
  return instance;
}

let world: FaultyWorld;
beforeEach(() => (world = new FaultyWorld()));

const booked = () =>
  world.books.entries.map(({ kind, status, amountMinor }) => [kind, status, amountMinor]);

describe.each(Object.entries(SCENARIOS))('a kill during: %s', (_, scenario) => {
  it('before and after each call of the gateway and each append charges once, and is known', async () => {
    await world.ask(await prepare(scenario, () => world.start()), scenario.then, 'asked');
    await world.settle();
    const undisturbed = booked();
    expect(await world.breaches()).toEqual([]);

    let deaths = 0;
    for (const when of ['before', 'after'] as const) {
      for (let call = 1; ; call += 1) {
        world = new FaultyWorld();
        await prepare(scenario, () => world.start());
        const dying = await world.start({ call, when });
        await world.ask(dying, scenario.then, 'asked');
        await world.idle(dying);
        if (!dying.mortal.isDead) break;
        deaths += 1;
        const next = await world.start();
        await world.idle(next);
        await world.ask(next, scenario.then, 'asked');
        await world.idle(next);
        await world.settle();
        const at = `${when} call ${call}, ${dying.mortal.calls.at(-1)}`;
        expect([at, await world.breaches(), booked()]).toEqual([at, [], undisturbed]);
      }
    }
    expect(deaths).toBeGreaterThanOrEqual(4);
  });
});
