/** Shipments of a program that one order pays for: the first with that order, the others later. */
export interface PrepaidTerm {
  readonly subscriptionId: string;
  readonly customerId: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly currency: string;
  /** The cycle that the order itself ships. */
  readonly firstCycle: number;
  readonly shipments: number;
  /** Price of all shipments, without tax and shipping. */
  readonly goodsMinor: number;
}

interface TermAmount {
  readonly subscriptionId: string;
  readonly orderId: string;
  readonly lineId: string;
  readonly currency: string;
  readonly amountMinor: number;
}

export type PrepaymentEvent =
  /** The price of the shipments to come is no revenue yet. */
  | {
      readonly type: 'prepayment.revenue-deferred.v1';
      readonly data: PrepaidTerm & { readonly amountMinor: number };
    }
  | {
      readonly type: 'prepayment.shipment-recognised.v1';
      readonly data: TermAmount & { readonly cycle: number; readonly cycleOrderId: string };
    }
  /** Shipments that will not leave: their price is given back, or stays with the seller. */
  | {
      readonly type: 'prepayment.shipments-lapsed.v1';
      readonly data: TermAmount & {
        readonly lapseId: string;
        readonly shipments: number;
        readonly refund: boolean;
        readonly reason: string;
      };
    }
  /** Of the past: the program ended, and all that was left stayed with the seller. */
  | {
      readonly type: 'prepayment.remainder-released.v1';
      readonly data: TermAmount & { readonly reason: string };
    };
