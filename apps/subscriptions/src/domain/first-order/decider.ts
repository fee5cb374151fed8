import { type Decider, never } from '@continuo/kernel/decider';
import type { Instant } from '@continuo/kernel/instant';

interface OrderLines {
  readonly orderId: string;
  readonly lineIds: readonly string[];
}

/** What became of an order, or of lines of it, whether or not their programs had started by then. */
export type FirstOrderEvent =
  | {
      readonly type: 'first-order.captured-early.v1';
      readonly data: OrderLines & { readonly amountMinor: number };
    }
  | {
      readonly type: 'first-order.cancelled-early.v1';
      readonly data: OrderLines & { readonly reason: string };
    }
  | {
      readonly type: 'first-order.received.v1';
      readonly data: { readonly orderId: string; readonly deliveredAt: Instant };
    };

export type FirstOrderOutcome =
  | { readonly news: 'captured'; readonly amountMinor: number }
  | { readonly news: 'cancelled'; readonly reason: string };

export type FirstOrderCommand =
  | (OrderLines & { readonly kind: 'outcome'; readonly outcome: FirstOrderOutcome })
  | { readonly kind: 'receipt'; readonly orderId: string; readonly deliveredAt: Instant };

export interface FirstOrderState {
  /** In the order in which it was told. */
  readonly outcomes: readonly {
    readonly lineIds: readonly string[];
    readonly outcome: FirstOrderOutcome;
  }[];
  /** When the first package arrived, as far as was told. */
  readonly deliveredAt: Instant | null;
}

/** What was told of one line before its program had started. */
export function toldEarly(state: FirstOrderState, lineId: string): readonly FirstOrderOutcome[] {
  return state.outcomes.flatMap(({ lineIds, outcome }) =>
    lineIds.includes(lineId) ? [outcome] : [],
  );
}

/** Of a line its first capture and its first cancellation are kept, of the order its first package: later ones change nothing. */
function decide(command: FirstOrderCommand, state: FirstOrderState): readonly FirstOrderEvent[] {
  if (command.kind === 'outcome') return decideOutcome(command, state);
  const { orderId, deliveredAt } = command;
  if (state.deliveredAt !== null) return [];
  return [{ type: 'first-order.received.v1', data: { orderId, deliveredAt } }];
}

function decideOutcome(
  { orderId, lineIds, outcome }: Extract<FirstOrderCommand, { kind: 'outcome' }>,
  state: FirstOrderState,
): readonly FirstOrderEvent[] {
  const isNews = (lineId: string) =>
    !toldEarly(state, lineId).some(({ news }) => news === outcome.news);
  const lines = { orderId, lineIds: lineIds.filter(isNews) };
  if (lines.lineIds.length === 0) return [];
  switch (outcome.news) {
    case 'captured': {
      const { amountMinor } = outcome;
      return [{ type: 'first-order.captured-early.v1', data: { ...lines, amountMinor } }];
    }
    case 'cancelled': {
      const { reason } = outcome;
      return [{ type: 'first-order.cancelled-early.v1', data: { ...lines, reason } }];
    }
    default:
      return never(outcome);
  }
}

function evolve(state: FirstOrderState, { type, data }: FirstOrderEvent): FirstOrderState {
  if (type === 'first-order.received.v1') return { ...state, deliveredAt: data.deliveredAt };
  const outcome: FirstOrderOutcome =
    type === 'first-order.captured-early.v1'
      ? { news: 'captured', amountMinor: data.amountMinor }
      : { news: 'cancelled', reason: data.reason };
  return { ...state, outcomes: [...state.outcomes, { lineIds: data.lineIds, outcome }] };
}

/** An order that may have sold programs, as far as they have to know of it when they start. */
export const firstOrderDecider: Decider<FirstOrderCommand, FirstOrderEvent, FirstOrderState> = {
  decide,
  evolve,
  initialState: () => ({ outcomes: [], deliveredAt: null }),
};
