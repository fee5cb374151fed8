import { type Decider, never } from '@continuo/kernel/decider';
import { allocateMinor } from '@continuo/kernel/money';
import type { PrepaidTerm, PrepaymentEvent } from './events';

export type PrepaymentCommand =
  | { readonly type: 'defer'; readonly term: PrepaidTerm }
  | { readonly type: 'recognise'; readonly cycle: number; readonly cycleOrderId: string }
  | { readonly type: 'release'; readonly reason: string };

export interface TermState extends PrepaidTerm {
  readonly recognised: readonly number[];
  readonly leftMinor: number;
}

/** The prepaid terms of one program, oldest first. */
export type PrepaymentState = readonly TermState[];

/** The price of each shipment of a term, by largest remainder: the sum is exact. */
export function shipmentShares({ goodsMinor, shipments }: PrepaidTerm): number[] {
  return allocateMinor(goodsMinor, Array<number>(shipments).fill(1));
}

function decide(command: PrepaymentCommand, terms: PrepaymentState): readonly PrepaymentEvent[] {
  switch (command.type) {
    case 'defer': {
      const { term } = command;
      if (terms.some((each) => each.orderId === term.orderId && each.lineId === term.lineId))
        return [];
      const [first = 0] = shipmentShares(term);
      const amountMinor = term.goodsMinor - first;
      return [{ type: 'prepayment.revenue-deferred.v1', data: { ...term, amountMinor } }];
    }
    case 'recognise': {
      const { cycle, cycleOrderId } = command;
      const term = terms.find(
        ({ firstCycle, shipments }) => cycle > firstCycle && cycle < firstCycle + shipments,
      );
      if (!term || term.leftMinor === 0 || term.recognised.includes(cycle)) return [];
      const amountMinor = shipmentShares(term)[cycle - term.firstCycle] ?? 0;
      return [
        {
          type: 'prepayment.shipment-recognised.v1',
          data: { ...ofTerm(term, amountMinor), cycle, cycleOrderId },
        },
      ];
    }
    case 'release':
      return terms
        .filter(({ leftMinor }) => leftMinor > 0)
        .map((term) => ({
          type: 'prepayment.remainder-released.v1',
          data: { ...ofTerm(term, term.leftMinor), reason: command.reason },
        }));
    default:
      return never(command);
  }
}

function ofTerm(term: TermState, amountMinor: number) {
  const { subscriptionId, orderId, lineId, currency } = term;
  return { subscriptionId, orderId, lineId, currency, amountMinor };
}

function evolve(terms: PrepaymentState, event: PrepaymentEvent): PrepaymentState {
  if (event.type === 'prepayment.revenue-deferred.v1') {
    const { amountMinor, ...term } = event.data;
    return [...terms, { ...term, recognised: [], leftMinor: amountMinor }];
  }
  const { orderId, lineId, amountMinor } = event.data;
  return terms.map((term) => {
    if (term.orderId !== orderId || term.lineId !== lineId) return term;
    const leftMinor = term.leftMinor - amountMinor;
    return event.type === 'prepayment.shipment-recognised.v1'
      ? { ...term, leftMinor, recognised: [...term.recognised, event.data.cycle] }
      : { ...term, leftMinor };
  });
}

/** What was paid for shipments to come, one stream per program: revenue when they leave. */
export const prepaymentDecider: Decider<PrepaymentCommand, PrepaymentEvent, PrepaymentState> = {
  decide,
  evolve,
  initialState: () => [],
};
