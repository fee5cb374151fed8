import * as fc from 'fast-check';
import { type CommissionCommand, commissionDecider } from './decider';
import type { CommissionEvent } from './events';
import { WINDOW_CLOSES, capture, earn, refund, register, sale } from './examples.fixture';

function run(commands: readonly CommissionCommand[]): CommissionEvent[] {
  const { decide, evolve, initialState } = commissionDecider;
  const events: CommissionEvent[] = [];
  let state = initialState();
  for (const command of commands) {
    const next = decide(command, state);
    state = next.reduce(evolve, state);
    events.push(...next);
  }
  return events;
}
const sumOf = (events: readonly CommissionEvent[], ...types: CommissionEvent['type'][]) =>
  events.reduce(
    (sum, event) =>
      types.includes(event.type) && 'amountMinor' in event.data
        ? sum + event.data.amountMinor
        : sum,
    0,
  );

const line = fc.constantFrom('l1', 'l2');
const lines = fc.array(
  fc.tuple(line, fc.integer({ min: 0, max: 3_000 }), fc.integer({ min: 0, max: 2 })),
  {
    minLength: 1,
    maxLength: 3,
  },
);
/** What one id names never changes: each settlement has its own. */
const settlements = fc
  .array(fc.tuple(fc.constantFrom(capture, refund), lines), { maxLength: 15 })
  .map((all) => all.map(([settle, of], n) => settle(`settlement_${n}`, of)));
const steps = fc
  .tuple(settlements, fc.nat(15))
  .map(([all, n]) => [...all.slice(0, n), earn(WINDOW_CLOSES), ...all.slice(n)]);

describe('whatever is settled, in whatever order', () => {
  it('no line is reversed by more than it accrued', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const events = run([register, ...commands]);
        const left = new Map<string, number>();
        for (const event of events) {
          if (event.type === 'commission.line-accrued.v1')
            left.set(event.data.lineId, event.data.amountMinor);
          if (event.type !== 'commission.line-reversed.v1') continue;
          const { reversesLineId, amountMinor } = event.data;
          expect(amountMinor).toBeLessThanOrEqual(0);
          const rest = (left.get(reversesLineId) ?? -1) + amountMinor;
          expect(rest).toBeGreaterThanOrEqual(0);
          left.set(reversesLineId, rest);
        }
      }),
    );
  });

  it('what is earned in the end is what was accrued less what was reversed', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const events = run([register, ...commands, earn('9999-01-01T00:00:00.000Z')]);
        expect(sumOf(events, 'commission.line-earned.v1')).toBe(
          sumOf(events, 'commission.line-accrued.v1', 'commission.line-reversed.v1'),
        );
      }),
    );
  });

  it('repeats change nothing', () => {
    fc.assert(
      fc.property(steps, (commands) => {
        const events = run([register, ...commands.flatMap((command) => [command, command])]);
        expect(events).toEqual(run([register, ...commands]));
      }),
    );
  });

  it('it makes no difference when the sale becomes known', () => {
    fc.assert(
      fc.property(settlements, fc.nat(15), (commands, when) => {
        const late = run([...commands.slice(0, when), register, ...commands.slice(when)]);
        const lines = (events: readonly CommissionEvent[]) =>
          events.filter(({ type }) => type.startsWith('commission.line-'));
        expect(lines(late)).toEqual(lines(run([register, ...commands])));
      }),
    );
  });

  it('captures of all the goods accrue a flat amount to the unit, a full refund leaves nothing', () => {
    const cuts = fc.array(fc.integer({ min: 1, max: 2_999 }), { maxLength: 5 });
    fc.assert(
      fc.property(cuts, cuts, (capturedAt, refundedAt) => {
        const captures = partsOf(3_000, capturedAt).map((part, n) =>
          capture(`cap_${n}`, [['l2', part, 0]]),
        );
        const refunds = partsOf(3_000, refundedAt).map((part, n) =>
          refund(`ref_${n}`, [['l2', part, 0]]),
        );
        const events = run([register, ...captures, ...refunds]);
        expect(sumOf(events, 'commission.line-accrued.v1')).toBe(333 * sale().lines[1]!.quantity);
        expect(sumOf(events, 'commission.line-accrued.v1', 'commission.line-reversed.v1')).toBe(0);
      }),
    );
  });
});

/** A whole cut at these places. */
function partsOf(whole: number, cuts: readonly number[]): number[] {
  const places = [0, ...new Set(cuts)].sort((a, b) => a - b);
  return [...places, whole].slice(1).map((place, n) => place - places[n]!);
}
