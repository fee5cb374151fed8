import { type Decider, never } from '@continuo/kernel/decider';
import { DomainError, notFound } from '@continuo/kernel/domain-error';
import type { RoutingTableEvent, Vendor, VendorRouting } from './events';
import type { RoutingTable } from './state';

export type RoutingTableCommand =
  | { readonly type: 'register-vendor'; readonly vendor: Vendor }
  | {
      readonly type: 'change-routing';
      readonly vendorId: string;
      readonly routing: VendorRouting;
    };

function decide(command: RoutingTableCommand, table: RoutingTable): readonly RoutingTableEvent[] {
  switch (command.type) {
    case 'register-vendor': {
      const known = table.vendors.get(command.vendor.vendorId);
      const vendor = { ...command.vendor, skus: sorted(command.vendor.skus) };
      if (!known) return [{ type: 'vendor.registered.v1', data: vendor }];
      if (known.name === vendor.name && sameRouting(known, vendor)) return [];
      throw new DomainError(
        'vendor-exists',
        `Vendor ${vendor.vendorId} is registered with other particulars; change its routing instead.`,
        'conflict',
        { vendor_id: vendor.vendorId },
      );
    }
    case 'change-routing': {
      const known = table.vendors.get(command.vendorId);
      if (!known) throw notFound('vendor', command.vendorId);
      const to = { ...command.routing, skus: sorted(command.routing.skus) };
      if (sameRouting(known, to)) return [];
      const { skus, servesAll, priority } = known;
      return [
        {
          type: 'vendor.routing-changed.v1',
          data: { vendorId: command.vendorId, from: { skus, servesAll, priority }, to },
        },
      ];
    }
    default:
      return never(command);
  }
}

function evolve(table: RoutingTable, event: RoutingTableEvent): RoutingTable {
  switch (event.type) {
    case 'vendor.registered.v1':
      return { vendors: new Map(table.vendors).set(event.data.vendorId, event.data) };
    case 'vendor.routing-changed.v1': {
      const known = table.vendors.get(event.data.vendorId);
      if (!known) return table;
      return {
        vendors: new Map(table.vendors).set(known.vendorId, { ...known, ...event.data.to }),
      };
    }
    default:
      return never(event);
  }
}

function sorted(skus: readonly string[]): readonly string[] {
  return [...new Set(skus)].sort();
}

function sameRouting(a: VendorRouting, b: VendorRouting): boolean {
  return (
    a.servesAll === b.servesAll &&
    a.priority === b.priority &&
    a.skus.length === b.skus.length &&
    a.skus.every((sku, index) => sku === b.skus[index])
  );
}

export const routingTableDecider: Decider<RoutingTableCommand, RoutingTableEvent, RoutingTable> = {
  decide,
  evolve,
  initialState: () => ({ vendors: new Map() }),
};
