import { type Decider, never } from '@continuo/kernel/decider';
import { deriveId } from '@continuo/kernel/ids';
import type { Vendor } from '../routing-table/events';
import type { OrderRoutingEvent } from './events';
import { type ShipmentLine, route } from './route';
import { type OrderRouting, releaseOf } from './state';

export type OrderRoutingCommand =
  | {
      readonly type: 'route-release';
      readonly orderId: string;
      readonly release: number;
      readonly lines: readonly ShipmentLine[];
      /** By line: what vendors have in hand from earlier releases, or have shipped. */
      readonly inHand: ReadonlyMap<string, number>;
      readonly vendors: readonly Vendor[];
    }
  | { readonly type: 'cancel-unrouted'; readonly orderId: string; readonly reason: string };

function decide(command: OrderRoutingCommand, state: OrderRouting): readonly OrderRoutingEvent[] {
  switch (command.type) {
    case 'route-release': {
      const { orderId, release } = command;
      if (releaseOf(state, release)) return [];
      const lines = stillToShip(command.lines, command.inHand);
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

/** A release after a rejection names the whole order again: what is under way is not shipped twice. */
function stillToShip(
  lines: readonly ShipmentLine[],
  inHand: ReadonlyMap<string, number>,
): ShipmentLine[] {
  return lines
    .map((line) => ({ ...line, quantity: line.quantity - (inHand.get(line.lineId) ?? 0) }))
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
