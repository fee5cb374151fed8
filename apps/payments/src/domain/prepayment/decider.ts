import { type Decider, never } from '@continuo/kernel/decider';
import { allocateMinor } from '@continuo/kernel/money';
import type { PrepaidTerm, PrepaymentEvent } from './events';

export type PrepaymentCommand =
  | { readonly type: 'defer'; readonly term: PrepaidTerm }
  | (TermOfOrder & {
      readonly type: 'recognise';
      readonly cycle: number;
      readonly cycleOrderId: string;
    })
  | (TermOfOrder & {
      readonly type: 'lapse';
      readonly lapseId: string;
      readonly shipments: number;
      readonly goodsMinor: number;
      readonly refund: boolean;
      readonly reason: string;
    });

/** The order that pays for a term, and its line. */
export interface TermOfOrder {
  readonly orderId: string;
  readonly lineId: string;
}

export interface TermState extends PrepaidTerm {
  readonly recognised: readonly number[];
  /** By their ids: what will not be shipped. */
  readonly lapses: Readonly<Record<string, Lapse>>;
  readonly leftMinor: number;
}

export interface Lapse {
  readonly amountMinor: number;
  readonly refund: boolean;
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
      const term = termOf(terms, command);
      if (!term || term.leftMinor === 0 || term.recognised.includes(cycle)) return [];
      const share = shipmentShares(term)[term.recognised.length + 1] ?? 0;
      const amountMinor = Math.min(share, term.leftMinor);
      return [
        {
          type: 'prepayment.shipment-recognised.v1',
          data: { ...ofTerm(term, amountMinor), cycle, cycleOrderId },
        },
      ];
    }
    case 'lapse': {
      const { lapseId, shipments, goodsMinor, refund, reason } = command;
      const term = termOf(terms, command);
      if (!term || term.leftMinor === 0 || term.lapses[lapseId]) return [];
      const amountMinor = Math.min(goodsMinor, term.leftMinor);
      return [
        {
          type: 'prepayment.shipments-lapsed.v1',
          data: { ...ofTerm(term, amountMinor), lapseId, shipments, refund, reason },
        },
      ];
    }
    default:
      return never(command);
  }
}

export function termOf(
  terms: PrepaymentState,
  { orderId, lineId }: TermOfOrder,
): TermState | undefined {
  return terms.find((term) => term.orderId === orderId && term.lineId === lineId);
}

function ofTerm(term: TermState, amountMinor: number) {
  const { subscriptionId, orderId, lineId, currency } = term;
  return { subscriptionId, orderId, lineId, currency, amountMinor };
}

function evolve(terms: PrepaymentState, event: PrepaymentEvent): PrepaymentState {
  if (event.type === 'prepayment.revenue-deferred.v1') {
    const { amountMinor, ...term } = event.data;
    return [...terms, { ...term, recognised: [], lapses: {}, leftMinor: amountMinor }];
  }
  const { orderId, lineId, amountMinor } = event.data;
  return terms.map((term) => {
    if (term.orderId !== orderId || term.lineId !== lineId) return term;
    const leftMinor = term.leftMinor - amountMinor;
    switch (event.type) {
      case 'prepayment.shipment-recognised.v1':
        return { ...term, leftMinor, recognised: [...term.recognised, event.data.cycle] };
      case 'prepayment.shipments-lapsed.v1': {
        const { lapseId, refund } = event.data;
        return {
          ...term,
          leftMinor,
          lapses: { ...term.lapses, [lapseId]: { amountMinor, refund } },
        };
      }
      case 'prepayment.remainder-released.v1':
        return { ...term, leftMinor };
    }
  });
}

/** What was paid for shipments to come, one stream per program: revenue when they leave. */
export const prepaymentDecider: Decider<PrepaymentCommand, PrepaymentEvent, PrepaymentState> = {
  decide,
  evolve,
  initialState: () => [],
};
