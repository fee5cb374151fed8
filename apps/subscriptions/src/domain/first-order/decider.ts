import { type Decider, never } from '@continuo/kernel/decider';

interface OrderLines {
  readonly orderId: string;
  readonly lineIds: readonly string[];
}

/** What became of lines of an order, told before their programs had started. */
export type FirstOrderEvent =
  | {
      readonly type: 'first-order.captured-early.v1';
      readonly data: OrderLines & { readonly amountMinor: number };
    }
  | {
      readonly type: 'first-order.cancelled-early.v1';
      readonly data: OrderLines & { readonly reason: string };
    };

export type FirstOrderOutcome =
  | { readonly news: 'captured'; readonly amountMinor: number }
  | { readonly news: 'cancelled'; readonly reason: string };

export type FirstOrderCommand = OrderLines & { readonly outcome: FirstOrderOutcome };

/** In the order in which it was told. */
export type FirstOrderState = readonly {
  readonly lineIds: readonly string[];
  readonly outcome: FirstOrderOutcome;
}[];

/** What was told of one line before its program had started. */
export function toldEarly(state: FirstOrderState, lineId: string): readonly FirstOrderOutcome[] {
  return state.flatMap(({ lineIds, outcome }) => (lineIds.includes(lineId) ? [outcome] : []));
}

/** A line's first capture and its first cancellation are kept: later ones change nothing for its program. */
function decide(
  { orderId, lineIds, outcome }: FirstOrderCommand,
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

function outcomeOf({ type, data }: FirstOrderEvent): FirstOrderOutcome {
  return type === 'first-order.captured-early.v1'
    ? { news: 'captured', amountMinor: data.amountMinor }
    : { news: 'cancelled', reason: data.reason };
}

/** An order by telephone that may sell programs, as far as it was told of before they had started. */
export const firstOrderDecider: Decider<FirstOrderCommand, FirstOrderEvent, FirstOrderState> = {
  decide,
  evolve: (state, event) => [...state, { lineIds: event.data.lineIds, outcome: outcomeOf(event) }],
  initialState: () => [],
};
