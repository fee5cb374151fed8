import { deriveId } from '@continuo/kernel/ids';
import { given } from '@continuo/testing/decider';
import { type CommissionCommand, commissionDecider } from './decider';
import type { CommissionEvent } from './events';
import {
  SETTLED_AT,
  WINDOW_CLOSES,
  aLine,
  capture,
  earn,
  plan,
  refund,
  register,
  rule,
  sale,
} from './examples.fixture';
import { nextEarning } from './state';

function after(...commands: CommissionCommand[]): CommissionEvent[] {
  return commands.reduce<CommissionEvent[]>(
    (events, command) => [...events, ...given(commissionDecider, events).when(command).events],
    [],
  );
}
const when = (before: CommissionCommand[], command: CommissionCommand) =>
  given(commissionDecider, after(...before)).when(command);
/** Names in short and amounts of what a command brings about. */
const brings = (before: CommissionCommand[], command: CommissionCommand) =>
  when(before, command).events.map((event) => [
    event.type.replace(/^commission\.|\.v\d$/g, ''),
    'amountMinor' in event.data ? event.data.amountMinor : null,
  ]);
const lineId = (captureId: string, line: string) => deriveId('cln', 'ord_1', captureId, line);

describe('a sale', () => {
  it('is registered with the plan version and the rule of each line', () => {
    const [event] = when([], register).events;
    expect(event).toMatchObject({
      type: 'commission.sale-registered.v2',
      data: {
        agentId: 'agt_nora',
        plan: { planId: 'cpl_1', version: 3, returnWindowDays: 30 },
        lines: [{ rule: { number: 1 } }, { rule: { number: 2 } }, { rule: null }],
      },
    });
    when([register], register).thenNothing();
  });

  it.each([
    ['no-agent', { agentId: null }, plan()],
    ['no-plan', {}, null],
    ['no-rule', {}, plan({ rules: [rule({ sku: 'Z', pay: { type: 'rate', rate: '0.1' } })] })],
  ] as const)('is left out for %s, and nothing is paid for it', (reason, changes, governing) => {
    const command = { type: 'register-sale', sale: sale(changes), plan: governing } as const;
    const data = { orderId: 'ord_1', reason, messageId: 'msg_sale' };
    when([], command).then([{ type: 'commission.sale-left-out.v1', data }]);
    when([command], capture('cap_1', [['l1', 9_995, 2]])).thenNothing();
    when([command], refund('ref_1', [['l1', 9_995, 2]])).thenNothing();
    when([capture('cap_1', [['l1', 9_995, 2]])], command).then([
      { type: 'commission.sale-left-out.v1', data },
    ]);
  });
});

describe('a capture', () => {
  it('accrues a rate of the goods, rounded half up once per line', () => {
    const [event] = when([register], capture('cap_1', [['l1', 9_995, 2]])).events;
    expect(event).toEqual({
      type: 'commission.line-accrued.v1',
      data: {
        lineId: lineId('cap_1', 'l1'),
        orderId: 'ord_1',
        agentId: 'agt_nora',
        callCentreId: 'cc_north',
        currency: 'USD',
        amountMinor: 1_000,
        period: '2026-11',
        orderLineId: 'l1',
        campaignId: 'cmp_1',
        sku: 'A',
        kind: 'main',
        cycle: 1,
        basis: { goodsMinor: 9_995, quantity: 2 },
        rule: { ...rule({ kind: 'main', pay: { type: 'rate', rate: '0.10' } }), number: 1 },
        planId: 'cpl_1',
        planVersion: 3,
        source: {
          settlementId: 'cap_1',
          paymentId: 'pay_1',
          messageId: 'msg_cap_1',
          messageType: 'told-by-payments',
          at: SETTLED_AT,
        },
        earnsAt: WINDOW_CLOSES,
      },
    });
  });

  it('accrues a flat amount in proportion, the parts adding up exactly', () => {
    const first = capture('cap_1', [['l2', 1_000, 1]]);
    const second = capture('cap_2', [['l2', 1_000, 1]]);
    expect(brings([register], first)).toEqual([['line-accrued', 333]]);
    expect(brings([register, first, second], capture('cap_3', [['l2', 1_000, 1]]))).toEqual([
      ['line-accrued', 333],
    ]);
    expect(
      brings([register, capture('cap_1', [['l2', 1, 0]])], capture('cap_2', [['l2', 2_999, 3]])),
    ).toEqual([['line-accrued', 999]]);
  });

  it('accrues later instalments as they are captured', () => {
    const first = capture('cap_1', [['l1', 4_998, 2]]);
    expect(brings([register], first)).toEqual([['line-accrued', 500]]);
    expect(brings([register, first], capture('cap_2', [['l1', 4_997, 0]]))).toEqual([
      ['line-accrued', 500],
    ]);
  });

  it('accrues a flat amount for goods that cost nothing by their units', () => {
    const free = sale({
      lines: [aLine({ orderLineId: 'l2', sku: 'B', kind: 'upsell', quantity: 3, goodsMinor: 0 })],
    });
    const registered = { type: 'register-sale', sale: free, plan: plan() } as const;
    const one = capture('cap_1', [['l2', 0, 1]]);
    expect(brings([registered], one)).toEqual([['line-accrued', 333]]);
    expect(brings([registered, one], refund('ref_1', [['l2', 0, 1]]))).toEqual([
      ['line-reversed', -333],
    ]);
  });

  it('changes nothing when it is told again', () => {
    const once = capture('cap_1', [['l1', 9_995, 2]]);
    when([register, once], once).thenNothing();
  });

  it('pays nothing for lines without a rule, or that the sale does not have', () => {
    when(
      [register],
      capture('cap_1', [
        ['l3', 500, 1],
        ['l9', 500, 1],
      ]),
    ).thenNothing();
  });

  it('falls in the month that it is where the plan is kept', () => {
    const tokyo = {
      type: 'register-sale',
      sale: sale(),
      plan: plan({ zone: 'Asia/Tokyo' }),
    } as const;
    const [event] = when([tokyo], capture('cap_1', [['l1', 100, 1]])).events;
    expect(event?.data).toMatchObject({ period: '2026-12' });
  });
});

describe('a settlement that comes before the sale', () => {
  const early = capture('cap_1', [['l1', 9_995, 2]]);
  const refunded = refund('ref_1', [['l1', 9_995, 2]]);

  it('is kept, once', () => {
    expect(brings([], early)).toEqual([['capture-deferred', null]]);
    when([early], early).thenNothing();
    expect(brings([early], refunded)).toEqual([['refund-deferred', null]]);
    when([early, refunded], refunded).thenNothing();
  });

  it('is settled when the sale is known, in the order in which it came', () => {
    expect(brings([early, refunded], register)).toEqual([
      ['sale-registered', null],
      ['line-accrued', 1_000],
      ['line-reversed', -1_000],
    ]);
    when([early, refunded, register], early).thenNothing();
    when([early, refunded, register], refunded).thenNothing();
  });
});

describe('a refund', () => {
  const captured = [register, capture('cap_1', [['l1', 9_995, 2]])];

  it('takes back in proportion and cites the line', () => {
    const half = refund('ref_1', [['l1', 4_998, 1]]);
    const [event] = when(captured, half).events;
    expect(event).toMatchObject({
      type: 'commission.line-reversed.v1',
      data: {
        amountMinor: -500,
        reversesLineId: lineId('cap_1', 'l1'),
        source: { settlementId: 'ref_1' },
      },
    });
    when([...captured, half], half).thenNothing();
    expect(brings([...captured, half], refund('ref_2', [['l1', 4_997, 1]]))).toEqual([
      ['line-reversed', -500],
    ]);
  });

  it('never takes back more than accrued', () => {
    const all = refund('ref_1', [['l1', 99_999, 9]]);
    expect(brings(captured, all)).toEqual([['line-reversed', -1_000]]);
    when([...captured, all], refund('ref_2', [['l1', 1, 1]])).thenNothing();
    when([register], all).thenNothing();
  });

  it('takes from the latest accruals first', () => {
    const twice = [
      register,
      capture('cap_1', [['l1', 5_000, 1]]),
      capture('cap_2', [['l1', 4_995, 1]]),
    ];
    const { events } = when(twice, refund('ref_1', [['l1', 6_000, 1]]));
    expect(
      events.map(({ data }) => 'reversesLineId' in data && [data.reversesLineId, data.amountMinor]),
    ).toEqual([
      [lineId('cap_2', 'l1'), -500],
      [lineId('cap_1', 'l1'), -101],
    ]);
  });
});

describe('the return window', () => {
  const captured = [register, capture('cap_1', [['l1', 9_995, 2]])];

  it('is what the stream waits for', () => {
    expect(nextEarning(given(commissionDecider, after(register)).state)).toBeNull();
    expect(nextEarning(given(commissionDecider, after(...captured)).state)).toBe(WINDOW_CLOSES);
    expect(
      nextEarning(given(commissionDecider, after(...captured, earn(WINDOW_CLOSES))).state),
    ).toBeNull();
  });

  it('makes a line earned when it closes, not before, and once', () => {
    when(captured, earn('2026-12-30T23:44:59.999Z')).thenNothing();
    expect(brings(captured, earn(WINDOW_CLOSES))).toEqual([['line-earned', 1_000]]);
    when([...captured, earn(WINDOW_CLOSES)], earn(WINDOW_CLOSES)).thenNothing();
  });

  it('makes what was reversed meanwhile earned with it', () => {
    const before = [...captured, refund('ref_1', [['l1', 4_998, 1]])];
    expect(brings(before, earn(WINDOW_CLOSES))).toEqual([
      ['line-earned', 1_000],
      ['line-earned', -500],
    ]);
  });

  it('leaves a later reversal to count at once', () => {
    expect(brings([...captured, earn(WINDOW_CLOSES)], refund('ref_1', [['l1', 9_995, 2]]))).toEqual(
      [
        ['line-reversed', -1_000],
        ['line-earned', -1_000],
      ],
    );
  });
});
