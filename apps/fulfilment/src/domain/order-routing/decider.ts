import { type Decider, never } from '@continuo/kernel/decider';
import { deriveId } from '@continuo/kernel/ids';
import type { Vendor } from '../routing-table/events';
import type { OrderRoutingEvent } from './events';
import { type ShipmentLine, route } from './route';
import { type OrderRouting, orderedQuantity, releaseOf } from './state';

export type OrderRoutingCommand =
  | {
      readonly type: 'route-release';
      readonly orderId: string;
      readonly release: number;
      readonly lines: readonly ShipmentLine[];
      /** By line: what vendors of earlier releases have shipped, and what they still will. */
      readonly shipped: ReadonlyMap<string, number>;
      readonly underWay: ReadonlyMap<string, number>;
      readonly vendors: readonly Vendor[];
    }
  | { readonly type: 'cancel-unrouted'; readonly orderId: string; readonly reason: string };

function decide(command: OrderRoutingCommand, state: OrderRouting): readonly OrderRoutingEvent[] {
  switch (command.type) {
    case 'route-release': {
      const { orderId, release } = command;
      if (releaseOf(state, release)) return [];
      const lines = stillToShip(command, state);
      if (lines.length === 0) return [];
      const { assignments, uncovered } = route(lines, command.vendors);
      if (uncovered.length > 0) {
        const skusWithoutVendor = [...new Set(uncovered.map((line) => line.sku))];
        const shipmentId = deriveId('shp', orderId, release, '');
        return [
          {
            type: 'order-routing.vendor-not-found.v1',
            data: { orderId, release, shipmentId, lines, skusWithoutVendor },
          },
        ];
      }
      const shipments = assignments.map((assignment) => ({
        shipmentId: deriveId('shp', orderId, release, assignment.vendorId),
        ...assignment,
      }));
      return [{ type: 'order-routing.routed.v1', data: { orderId, release, shipments } }];
    }
    case 'cancel-unrouted': {
      const unrouted = state.releases.at(-1)?.unrouted;
      if (!unrouted) return [];
      const { orderId, reason } = command;
      return [
        {
          type: 'order-routing.unrouted-lines-cancelled.v1',
          data: { orderId, ...unrouted, reason },
        },
      ];
    }
    default:
      return never(command);
  }
}

/**
 * A release after a rejection names all that orders knows to be outstanding: that includes what other
 * vendors have under way, and what has left while the release was on its way here.
 */
function stillToShip(
  { lines, shipped, underWay }: Extract<OrderRoutingCommand, { type: 'route-release' }>,
  state: OrderRouting,
): ShipmentLine[] {
  return lines
    .map((line) => {
      const promised = underWay.get(line.lineId) ?? 0;
      const ordered = orderedQuantity(state, line.lineId) ?? Infinity;
      const left = ordered - (shipped.get(line.lineId) ?? 0);
      return { ...line, quantity: Math.min(line.quantity, left) - promised };
    })
    .filter((line) => line.quantity > 0);
}

function evolve(state: OrderRouting, event: OrderRoutingEvent): OrderRouting {
  switch (event.type) {
    case 'order-routing.routed.v1': {
      const { release, shipments } = event.data;
      return { releases: [...state.releases, { release, shipments, unrouted: null }] };
    }
    case 'order-routing.vendor-not-found.v1': {
      const { release, shipmentId, lines } = event.data;
      return {
        releases: [...state.releases, { release, shipments: [], unrouted: { shipmentId, lines } }],
      };
    }
    case 'order-routing.unrouted-lines-cancelled.v1':
      return {
        releases: state.releases.map((release) =>
          release.unrouted?.shipmentId === event.data.shipmentId
            ? { ...release, unrouted: null }
            : release,
        ),
      };
    default:
      return never(event);
  }
}

export const orderRoutingDecider: Decider<OrderRoutingCommand, OrderRoutingEvent, OrderRouting> = {
  decide,
  evolve,
  initialState: () => ({ releases: [] }),
};
