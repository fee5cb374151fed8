import type { LocalDate } from '@continuo/kernel/instant';
import { shareMinor } from '@continuo/kernel/money';
import type {
  Authorisation,
  Consent,
  Decline,
  LinkUse,
  Opening,
  Package,
  PaymentTerms,
  Placement,
} from './events';
import type { DraftLine, PricedLine } from './line';

export type PlacedStatus =
  'placed' | 'held' | 'released' | 'part-shipped' | 'shipped' | 'delivered' | 'cancelled';
export type OrderStatus = 'draft' | 'abandoned' | PlacedStatus;

export interface Draft extends Opening {
  readonly status: 'draft' | 'abandoned';
  readonly lines: readonly DraftLine[];
  /** Lines ever added: numbers are not given twice. */
  readonly linesAdded: number;
  readonly consent: Consent | null;
}

export interface OrderPayment {
  readonly state: 'requested' | 'authorised' | 'declined' | 'unknown';
  readonly terms: PaymentTerms;
  readonly authorisation: Authorisation | null;
  /** The last one, also when a later instalment was declined. */
  readonly decline: Decline | null;
  /** A later instalment that was declined and is neither captured nor being tried with another token. */
  readonly owed: Decline | null;
  /** By which the present token came, if by one. */
  readonly link: LinkUse | null;
  readonly captures: Readonly<Record<string, number>>;
  readonly refunds: Readonly<Record<string, number>>;
  readonly capturedMinor: number;
  readonly refundedMinor: number;
}

export interface ShippedPackage extends Package {
  readonly deliveredAt: string | null;
}

/** Goods and money are independent: `status` tells of the goods, `payment` of the money. */
export interface Placed extends Placement {
  readonly status: PlacedStatus;
  readonly pay: OrderPayment;
  readonly hold: { readonly reason: string; readonly detail: string | null } | null;
  /** The day on which the goods go to fulfilment; null when they go as soon as they are paid for. */
  readonly shipOn: LocalDate | null;
  /** How often it was released to fulfilment. */
  readonly releases: number;
  /** By line id. */
  readonly shipped: Readonly<Record<string, number>>;
  readonly cancelled: Readonly<Record<string, number>>;
  readonly packages: readonly ShippedPackage[];
  readonly cancellation: { readonly reason: string; readonly refused: boolean } | null;
  readonly cancelReason: string | null;
}

export type OrderState = { readonly status: 'none' } | Draft | Placed;

export function isPlaced(state: OrderState): state is Placed {
  return state.status !== 'none' && 'pay' in state;
}

/** Units of a line that were neither shipped nor cancelled. */
export function outstanding(order: Placed, line: Pick<PricedLine, 'lineId' | 'quantity'>): number {
  return line.quantity - (order.shipped[line.lineId] ?? 0) - (order.cancelled[line.lineId] ?? 0);
}

/** What is still to be captured: cancelled units are not charged. */
export function dueMinor(order: Placed): number {
  const charged = order.lines.reduce((sum, { lineId, quantity, totalMinor }) => {
    const cancelled = order.cancelled[lineId] ?? 0;
    return sum + shareMinor(totalMinor, 0, quantity - cancelled, quantity);
  }, 0);
  return Math.max(0, charged - order.pay.capturedMinor);
}
