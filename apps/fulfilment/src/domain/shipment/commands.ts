import type { Instant, LocalDate } from '@continuo/kernel/instant';
import type { ShipmentLine } from '../order-routing/route';
import type { ShipTo, ShipmentIdentity, Tracking } from './events';
import type { PackedQuantity } from './packing-list';

export type ShipmentCommand =
  | (ShipmentIdentity & {
      readonly type: 'request';
      readonly release: number;
      readonly lines: readonly ShipmentLine[];
      readonly shipTo: ShipTo;
      readonly callCentreId: string | null;
      readonly at: Instant;
    })
  | { readonly type: 'accept' }
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'backorder'; readonly expectedOn: LocalDate; readonly reason: string | null }
  | { readonly type: 'pack' }
  | {
      readonly type: 'ship-package';
      readonly packageId: string;
      /** All that is left, when null. */
      readonly lines: readonly PackedQuantity[] | null;
      readonly tracking: Tracking;
      readonly shippedAt: Instant;
    }
  | { readonly type: 'deliver-package'; readonly packageId: string; readonly deliveredAt: Instant }
  | { readonly type: 'cancel'; readonly reason: string }
  /** The customer owes more than the limits allow; `because` names the limit. */
  | { readonly type: 'hold'; readonly because: string }
  | { readonly type: 'lift-hold' };

/** What a vendor may do to a shipment of its own. */
export type VendorCommand = Exclude<
  ShipmentCommand,
  { type: 'request' | 'cancel' | 'hold' | 'lift-hold' }
>;
