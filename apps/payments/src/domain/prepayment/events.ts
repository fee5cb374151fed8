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
  /** The program ended: nothing will be shipped for what is left. */
  | {
      readonly type: 'prepayment.remainder-released.v1';
      readonly data: TermAmount & { readonly reason: string };
    };
