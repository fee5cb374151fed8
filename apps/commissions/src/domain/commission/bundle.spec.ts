import { upcast } from '@continuo/event-store/aggregate';
import { deriveId } from '@continuo/kernel/ids';
import { given } from '@continuo/testing/decider';
import * as fc from 'fast-check';
import { COMMISSION } from '../../application/aggregates';
import { type CommissionCommand, commissionDecider } from './decider';
import type { CommissionEvent } from './events';
import { aLine, capture, plan, refund, register, rule, sale } from './examples.fixture';

const flat = rule({ sku: 'SET', pay: { type: 'flat', unitMinor: 500, currency: 'USD' } });
const rate = rule({ sku: 'SET', pay: { type: 'rate', rate: '0.0375' } });
/** Two sets, each of two blades and one jar. */
const set = {
  orderLineId: 'line-1',
  sku: 'SET',
  kind: 'main',
  quantity: 2,
  goodsMinor: 15_998,
  parts: [
    { orderLineId: 'line-1', quantity: 4 },
    { orderLineId: 'line-1.2', quantity: 2 },
  ],
} as const;
const sold = (pay: typeof flat, line: object = {}): CommissionCommand => ({
  type: 'register-sale',
  sale: sale({ lines: [{ ...set, ...line }] }),
  plan: plan({ rules: [pay] }),
});
const whole = capture('cap_1', [
  ['line-1', 8_000, 4],
  ['line-1.2', 7_998, 2],
]);

function run(...commands: CommissionCommand[]): CommissionEvent[] {
  return commands.reduce<CommissionEvent[]>(
    (events, command) => [...events, ...given(commissionDecider, events).when(command).events],
    [],
  );
}
/** Accruals and reversals in short. */
const lines = (...commands: CommissionCommand[]) =>
  run(...commands).flatMap(({ type, data }) =>
    type === 'commission.line-accrued.v1' || type === 'commission.line-reversed.v1'
      ? [[data.sku, data.orderLineId, data.amountMinor]]
      : [],
  );
const sum = (all: readonly unknown[][]) =>
  all.reduce((total, [, , minor]) => total + Number(minor), 0);

describe('commission on a bundle', () => {
  it('accrues once for each bundle that was sold, by its own SKU', () => {
    expect(lines(sold(flat), whole)).toEqual([['SET', 'line-1', 1_000]]);
  });

  it('is the rate of all its goods, rounded once', () => {
    expect(lines(sold(rate), whole)).toEqual([['SET', 'line-1', 600]]);
  });

  it('accrues in parts where its components leave in several packages', () => {
    const first = capture('cap_1', [['line-1', 8_000, 4]]);
    const second = capture('cap_2', [['line-1.2', 7_998, 2]]);
    expect(lines(sold(flat), first, second)).toEqual([
      ['SET', 'line-1', 500],
      ['SET', 'line-1', 500],
    ]);
  });

  it('is taken back with a component in proportion to its part of the price', () => {
    const jar = refund('ref_1', [['line-1.2', 3_999, 1]]);
    const rest = refund('ref_2', [
      ['line-1', 8_000, 4],
      ['line-1.2', 3_999, 1],
    ]);
    expect(lines(sold(flat), whole, jar).slice(1)).toEqual([['SET', 'line-1', -250]]);
    expect(sum(lines(sold(flat), whole, jar, rest))).toBe(0);
  });

  it('of goods that cost nothing is spread over the units of its components', () => {
    const free = sold(flat, { goodsMinor: 0 });
    const blades = capture('cap_1', [['line-1', 0, 4]]);
    expect(lines(free, blades)).toEqual([['SET', 'line-1', 667]]);
    const jars = capture('cap_2', [['line-1.2', 0, 2]]);
    expect(sum(lines(free, blades, jars))).toBe(1_000);
    const back = refund('ref_1', [['line-1.2', 0, 2]]);
    expect(lines(free, blades, jars, back).at(-1)).toEqual(['SET', 'line-1', -333]);
  });

  it('never goes below nothing, whatever is refunded, and ends at nothing when all is', () => {
    const part = fc.tuple(
      fc.constantFrom('line-1', 'line-1.2'),
      fc.integer({ min: 0, max: 9_000 }),
      fc.integer({ min: 0, max: 4 }),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 6 }), fc.constantFrom(flat, rate), (parts, pay) => {
        const refunds = parts.map((each, n) => refund(`ref_${n}`, [each]));
        const before = [sold(pay), whole, ...refunds];
        expect(sum(lines(...before))).toBeGreaterThanOrEqual(0);
        const all = refund('ref_all', [
          ['line-1', 8_000, 4],
          ['line-1.2', 7_998, 2],
        ]);
        expect(sum(lines(...before, all))).toBe(0);
      }),
    );
  });
});

describe('a bundle that was sold before it was paid as one', () => {
  it('is paid as the components that its sale was registered with', () => {
    const components = [
      { orderLineId: 'line-1', sku: 'A', kind: 'main', quantity: 2, goodsMinor: 8_000 },
      { orderLineId: 'line-1.2', sku: 'B', kind: 'main', quantity: 1, goodsMinor: 7_998 },
    ] as const;
    const stored = {
      type: 'commission.sale-registered.v1',
      data: { ...saleOf(register), lines: components.map((line) => ({ ...line, rule: null })) },
    };
    const read = upcast(COMMISSION, stored, 'commission-ord_1');
    expect(read).toMatchObject({
      type: 'commission.sale-registered.v2',
      data: { lines: components.map(aLine) },
    });
    const paid = components.map((line) => ({ ...aLine(line), rule: { ...flat, number: 1 } }));
    const old = { ...read, data: { ...read.data, lines: paid } } as CommissionEvent;
    const { events } = given(commissionDecider, [old]).when(whole);
    expect(events.map(({ data }) => 'lineId' in data && data.lineId)).toEqual([
      deriveId('cln', 'ord_1', 'cap_1', 'line-1'),
      deriveId('cln', 'ord_1', 'cap_1', 'line-1.2'),
    ]);
  });
});

function saleOf(command: CommissionCommand) {
  const [event] = run(command);
  return event?.type === 'commission.sale-registered.v2' ? event.data : undefined;
}
