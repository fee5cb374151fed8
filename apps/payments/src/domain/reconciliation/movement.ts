import type { PaymentEvent } from '../payment/events';
import type { SettlementKind } from '../settlement/line';

/** Money that our ledger says has moved at the gateway. */
export interface Movement {
  readonly kind: Exclude<SettlementKind, 'fee' | 'payout'>;
  /** What the gateway answered. */
  readonly reference: string;
  /** What the seller got, negative what it gave. */
  readonly amountMinor: number;
  readonly currency: string;
}

/** The movement that a settlement report has to show; undefined for events without one. */
export function movementOf(event: PaymentEvent): Movement | undefined {
  switch (event.type) {
    case 'payment.captured.v1': {
      const { reference, amountMinor, currency } = event.data;
      if (reference === null || amountMinor === 0) return undefined;
      return { kind: 'charge', reference, amountMinor, currency };
    }
    case 'payment.deposit-taken.v1': {
      const { reference, amountMinor, currency } = event.data;
      return { kind: 'charge', reference, amountMinor, currency };
    }
    case 'payment.refunded.v1':
    case 'payment.deposit-refunded.v1':
      return { kind: 'refund', ...taken(event.data) };
    case 'payment.dispute-opened.v1':
      return { kind: 'dispute', ...taken(event.data) };
    case 'payment.dispute-won.v1': {
      const { reference, amountMinor, currency } = event.data;
      return { kind: 'dispute-reversal', reference, amountMinor, currency };
    }
    default:
      return undefined;
  }
}

function taken(data: Omit<Movement, 'kind'>): Omit<Movement, 'kind'> {
  const { reference, amountMinor, currency } = data;
  return { reference, amountMinor: -amountMinor, currency };
}

/** Lines that stand for a movement of ours; fees and payouts have none. */
export function isMovement(kind: SettlementKind): kind is Movement['kind'] {
  return kind !== 'fee' && kind !== 'payout';
}
