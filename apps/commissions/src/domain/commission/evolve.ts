import { never } from '@continuo/kernel/decider';
import type { CommissionEvent, CommissionLineFacts } from './events';
import type { AccruedLine, CommissionState, Deferred, RegisteredState } from './state';

type Reversed = Extract<CommissionEvent, { type: 'commission.line-reversed.v1' }>['data'];

export function evolve(state: CommissionState, event: CommissionEvent): CommissionState {
  switch (event.type) {
    case 'commission.sale-registered.v2':
      return { status: 'registered', sale: event.data, lines: [], refundIds: new Set() };
    case 'commission.sale-left-out.v1':
      return { status: 'left-out', reason: event.data.reason };
    case 'commission.capture-deferred.v1':
      return deferred(state, { type: 'capture', settlement: event.data.capture });
    case 'commission.refund-deferred.v1':
      return deferred(state, { type: 'refund', settlement: event.data.refund });
    case 'commission.line-accrued.v1': {
      if (state.status !== 'registered') return state;
      const line: AccruedLine = {
        ...event.data,
        earned: false,
        reversedMeasure: 0,
        reversedMinor: 0,
        pendingReversals: [],
      };
      return { ...state, lines: [...state.lines, line] };
    }
    case 'commission.line-reversed.v1':
      return state.status === 'registered' ? reversed(state, event.data) : state;
    case 'commission.line-earned.v1':
      return state.status === 'registered' ? earned(state, event.data) : state;
    default:
      return never(event);
  }
}

function deferred(state: CommissionState, settlement: Deferred): CommissionState {
  if (state.status !== 'awaiting-sale') return state;
  return { ...state, deferred: [...state.deferred, settlement] };
}

function reversed(state: RegisteredState, reversal: Reversed): RegisteredState {
  const lines = state.lines.map((line): AccruedLine => {
    if (line.lineId !== reversal.reversesLineId) return line;
    return {
      ...line,
      // One of the two is 0: a line is measured by its goods or by its units.
      reversedMeasure: line.reversedMeasure + reversal.basis.goodsMinor + reversal.basis.quantity,
      reversedMinor: line.reversedMinor - reversal.amountMinor,
      pendingReversals: line.earned ? [] : [...line.pendingReversals, reversal],
    };
  });
  const refundIds = new Set(state.refundIds).add(reversal.source.settlementId);
  return { ...state, lines, refundIds };
}

function earned(state: RegisteredState, { lineId }: CommissionLineFacts): RegisteredState {
  const lines = state.lines.map((line) =>
    line.lineId === lineId ? { ...line, earned: true, pendingReversals: [] } : line,
  );
  return { ...state, lines };
}
