import { DomainError } from '@continuo/kernel/domain-error';
import fc from 'fast-check';
import type { OrderCommand } from './commands';
import { orderDecider } from './decider';
import type { OrderEvent } from './events';
import {
  aCyclePlacement,
  aPackage,
  aPlacement,
  authorise,
  CONSENT,
  declineCommand,
  GREENS,
  JUICER,
  OPENING,
} from './examples.fixture';
import { isPlaced, type OrderState } from './state';

const quantity = fc.integer({ min: 1, max: 3 });
const packageId = fc.constantFrom('pkg_1', 'pkg_2', 'pkg_3', 'pkg_4');
const lineId = fc.constantFrom('line-1', 'line-2');
const placement = fc.constantFrom(
  aPlacement(),
  aPlacement([JUICER, GREENS], { consent: CONSENT }),
  aPlacement([JUICER, GREENS]),
  aCyclePlacement(),
);

const SHIP_ON = '2026-11-25';
const EARLY = '2026-11-25T04:59:59.999Z';
const ON_THE_DAY = '2026-11-25T05:00:00.000Z';

/** Anything that may ever be asked of an order, in any order. */
const commands: fc.Arbitrary<OrderCommand> = fc.oneof(
  fc.constantFrom<OrderCommand>(
    { kind: 'open-draft', opening: OPENING, lines: [JUICER], consent: null },
    { kind: 'add-line', line: GREENS },
    { kind: 'record-consent', consent: CONSENT },
    { kind: 'record-unknown' },
    { kind: 'release' },
    { kind: 'release-due', now: EARLY },
    { kind: 'release-due', now: ON_THE_DAY },
    { kind: 'hold', reason: 'fraud check' },
    { kind: 'cancel', reason: 'regret' },
    { kind: 'record-rejection', shipmentId: 'shp_1', reason: 'no stock' },
    { kind: 'record-cancellation-refused', shipmentId: 'shp_1', reason: 'packed' },
    {
      kind: 'try-another-token',
      payment: { token: 'pm_other', initiator: 'moto', networkTransactionId: null },
    },
    authorise,
    declineCommand(false),
    declineCommand(true),
    declineCommand(true, 2),
  ),
  placement.map((each): OrderCommand => ({ kind: 'place', placement: each })),
  fc.constant<OrderCommand>({ kind: 'place', placement: aCyclePlacement(), shipOn: SHIP_ON }),
  fc.tuple(packageId, quantity, lineId).map(([id, units, line]): OrderCommand => ({
    kind: 'record-package',
    package: aPackage(id, units, line),
  })),
  packageId.map((id): OrderCommand => ({
    kind: 'record-delivery',
    packageId: id,
    deliveredAt: '2026-11-25T10:00:00.000Z',
  })),
  fc.tuple(lineId, quantity).map(([line, units]): OrderCommand => ({
    kind: 'record-shipment-cancelled',
    lines: [{ lineId: line, sku: 'any', quantity: units }],
    reason: 'vendor',
  })),
  fc.integer({ min: 1, max: 3 }).map((n): OrderCommand => ({
    kind: 'record-capture',
    capture: { captureId: `cap_${n}`, instalment: 1, amountMinor: 100 },
  })),
);

interface Run {
  readonly events: readonly OrderEvent[];
  readonly state: OrderState;
}

/** Runs the commands, skipping those that are refused; `check` sees each step. */
function run(list: readonly OrderCommand[], check: (before: OrderState, step: Run) => void): Run {
  let state = orderDecider.initialState();
  const events: OrderEvent[] = [];
  for (const command of list) {
    try {
      const decided = orderDecider.decide(command, state);
      const after = decided.reduce(orderDecider.evolve, state);
      check(state, { events: decided, state: after });
      events.push(...decided);
      state = after;
    } catch (error) {
      if (!(error instanceof DomainError)) throw error;
    }
  }
  return { events, state };
}

const histories = fc.array(commands, { maxLength: 40 });
/** Half of the runs begin with an order that is released, to get far. */
const runs = fc.oneof(
  histories,
  histories.map((rest) => [
    { kind: 'place', placement: aPlacement() } as const,
    authorise,
    ...rest,
  ]),
);

describe('any sequence of commands', () => {
  it('never ships or cancels more than was ordered', () => {
    fc.assert(
      fc.property(runs, (list) => {
        run(list, (_before, { state }) => {
          if (!isPlaced(state)) return;
          for (const line of state.lines) {
            const shipped = state.shipped[line.lineId] ?? 0;
            const cancelled = state.cancelled[line.lineId] ?? 0;
            expect(shipped + cancelled).toBeLessThanOrEqual(line.quantity);
          }
        });
      }),
      { numRuns: 400 },
    );
  });

  it('never releases what was not authorised, is held or is cancelled', () => {
    fc.assert(
      fc.property(runs, (list) => {
        run(list, (before, { events, state }) => {
          if (!events.some(({ type }) => type === 'order.released.v1')) return;
          expect(before.status).not.toBe('cancelled');
          expect(state).toMatchObject({ pay: { state: 'authorised' }, hold: null });
        });
      }),
      { numRuns: 400 },
    );
  });

  it('never releases before the ship date', () => {
    const waiting = { kind: 'place', placement: aCyclePlacement(), shipOn: SHIP_ON } as const;
    const early = histories.map((rest) =>
      [waiting, authorise, ...rest].filter(
        (command) => command.kind !== 'release-due' || command.now === EARLY,
      ),
    );
    fc.assert(
      fc.property(early, (list) => {
        const { events } = run(list, () => undefined);
        expect(events.filter(({ type }) => type === 'order.released.v1')).toEqual([]);
      }),
      { numRuns: 400 },
    );
  });

  it('never ships anything once all is cancelled', () => {
    fc.assert(
      fc.property(runs, (list) => {
        run(list, (before, { events, state }) => {
          if (before.status !== 'cancelled') return;
          expect(state.status).toBe('cancelled');
          const moved = events.filter(({ type }) => /released|shipped|held|retried/.test(type));
          expect(moved).toEqual([]);
        });
      }),
      { numRuns: 400 },
    );
  });

  it('keeps totals exact and instalments whole', () => {
    fc.assert(
      fc.property(runs, (list) => {
        const { events } = run(list, () => undefined);
        for (const event of events) {
          if (event.type !== 'order.placed.v2' && event.type !== 'order.released.v1') continue;
          for (const line of event.data.lines) {
            const parts = line.goodsMinor + line.shippingMinor + line.taxMinor;
            expect(line.totalMinor).toBe(parts);
            expect(line.instalmentsMinor.reduce((a, b) => a + b, 0)).toBe(line.totalMinor);
          }
        }
      }),
      { numRuns: 200 },
    );
  });

  it('survives storing: events fold to the same state after JSON', () => {
    fc.assert(
      fc.property(runs, (list) => {
        const { events, state } = run(list, () => undefined);
        const stored = JSON.parse(JSON.stringify(events)) as OrderEvent[];
        expect(stored.reduce(orderDecider.evolve, orderDecider.initialState())).toEqual(state);
      }),
      { numRuns: 100 },
    );
  });
});
