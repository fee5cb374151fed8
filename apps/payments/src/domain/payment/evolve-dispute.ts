import { never } from '@continuo/kernel/decider';
import { promised, withLines } from './changes';
import type { DisputeMoneyEvent } from './dispute-events';
import type { PaymentEvent } from './events';
import { disputed, refundFailed, undisputed } from './line-account';
import type { DisputedCharge, OpenPayment } from './state';

const DISPUTE = {
  'payment.dispute-opened.v1': true,
  'payment.refund-withdrawn.v1': true,
  'payment.dispute-won.v1': true,
  'payment.dispute-lost.v1': true,
} as const satisfies Readonly<Record<DisputeMoneyEvent['type'], true>>;

export function isDispute(event: PaymentEvent): event is DisputeMoneyEvent {
  return Object.hasOwn(DISPUTE, event.type);
}

export function evolveDispute(state: OpenPayment, event: DisputeMoneyEvent): OpenPayment {
  switch (event.type) {
    case 'payment.dispute-opened.v1': {
      const { disputeId, reference, on, amountMinor, overpaidMinor, lines } = event.data;
      const dispute = { reference, on, amountMinor, overpaidMinor, lines, status: 'open' } as const;
      return {
        ...withLines(state, lines, disputed),
        disputes: { ...state.disputes, [disputeId]: dispute },
      };
    }
    case 'payment.refund-withdrawn.v1':
      return withdrawn(state, event.data.refundId);
    case 'payment.dispute-won.v1': {
      const { disputeId } = event.data;
      const dispute = state.disputes[disputeId];
      if (!dispute) return state;
      return withDispute(withLines(state, dispute.lines, undisputed), disputeId, {
        status: 'won',
        lines: [],
      });
    }
    case 'payment.dispute-lost.v1': {
      const { disputeId, lines, overpaidMinor } = event.data;
      const dispute = state.disputes[disputeId];
      if (!dispute) return state;
      const moved = withLines(withLines(state, dispute.lines, undisputed), lines, disputed);
      return withDispute(moved, disputeId, { status: 'lost', lines, overpaidMinor });
    }
    default:
      return never(event);
  }
}

function withDispute(
  state: OpenPayment,
  disputeId: string,
  changes: Partial<DisputedCharge>,
): OpenPayment {
  const dispute = state.disputes[disputeId];
  if (!dispute) return state;
  return { ...state, disputes: { ...state.disputes, [disputeId]: { ...dispute, ...changes } } };
}

function withdrawn(state: OpenPayment, refundId: string): OpenPayment {
  const refund = state.toRefund.find((each) => each.refundId === refundId);
  if (!refund) return state;
  return {
    ...withLines(state, refund.lines, refundFailed),
    charges: promised(state.charges, refund.on, -refund.amountMinor),
    toRefund: state.toRefund.filter((each) => each !== refund),
  };
}
