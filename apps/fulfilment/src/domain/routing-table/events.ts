/** Which goods a vendor ships, and how gladly the seller gives them to it. */
export interface VendorRouting {
  /** SKUs it carries; not read when it serves all. */
  readonly skus: readonly string[];
  readonly servesAll: boolean;
  /** The lower, the sooner it is asked. */
  readonly priority: number;
}

export interface Vendor extends VendorRouting {
  readonly vendorId: string;
  readonly name: string;
}

export type RoutingTableEvent =
  | { readonly type: 'vendor.registered.v1'; readonly data: Vendor }
  | {
      readonly type: 'vendor.routing-changed.v1';
      readonly data: {
        readonly vendorId: string;
        readonly from: VendorRouting;
        readonly to: VendorRouting;
      };
    };
