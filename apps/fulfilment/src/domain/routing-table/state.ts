import type { Vendor } from './events';

/** All vendors, by id: one small stream, so that routing never relies on a read model that lags. */
export interface RoutingTable {
  readonly vendors: ReadonlyMap<string, Vendor>;
}
