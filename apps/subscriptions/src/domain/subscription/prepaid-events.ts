import type { Unshipped } from '../plan/policies';
import type { Fact } from './fact';

/** Which run is meant: the order that pays for it, and the line of that order. */
export interface RunOfOrder {
  /** The cycle whose order pays for the run. */
  readonly firstCycle: number;
  readonly orderId: string;
  readonly lineId: string;
}

/** Deliveries that one order pays for, until all of them have left or will not. */
export interface PrepaidRun extends RunOfOrder {
  readonly delivery: number;
  readonly shipments: number;
  readonly goodsMinor: number;
  readonly unshipped: Unshipped;
  readonly paid: boolean;
  /** Shipments after the first that have neither left nor lapsed. */
  readonly left: number;
  readonly lapsed: number;
}

/** One order is to pay for several deliveries. */
export type PrepaidRunOpened = Fact<
  'subscription.prepaid-run-opened.v1',
  RunOfOrder & {
    /** Number of the delivery that opens it; the first order is delivery 1. */
    readonly delivery: number;
    readonly shipments: number;
    /** Price of all of them, without tax and shipping. */
    readonly goodsMinor: number;
    readonly unshipped: Unshipped;
  }
>;

/** The goods of the order that pays for the run have left: the money is taken, the other shipments are owed. */
export type PrepaidRunPaid = Fact<
  'subscription.prepaid-run-paid.v1',
  RunOfOrder & {
    readonly currency: string;
    readonly shipments: number;
    readonly goodsMinor: number;
  }
>;

/** One of the shipments that were paid for in advance has left. */
export type PrepaidShipmentLeft = Fact<
  'subscription.prepaid-shipment-left.v1',
  RunOfOrder & { readonly cycle: number; readonly cycleOrderId: string }
>;

/** Shipments that were paid for will not leave: their price is given back, or kept, by the plan's rule. */
export type PrepaidShipmentsLapsed = Fact<
  'subscription.prepaid-shipments-lapsed.v1',
  RunOfOrder & {
    readonly currency: string;
    readonly shipments: number;
    readonly goodsMinor: number;
    readonly unshipped: Unshipped;
    readonly because: 'cancelled' | 'expired' | 'plan-changed' | 'order-cancelled';
  }
>;

/** The next delivery, if there is one, pays for a run of its own. */
export type PrepaidRunEnded = Fact<
  'subscription.prepaid-run-ended.v1',
  RunOfOrder & {
    readonly because: 'cancelled' | 'order-cancelled' | 'payment-failed';
    readonly from: number;
    readonly to: number;
  }
>;

export type PrepaidFact =
  | PrepaidRunOpened
  | PrepaidRunPaid
  | PrepaidShipmentLeft
  | PrepaidShipmentsLapsed
  | PrepaidRunEnded;
