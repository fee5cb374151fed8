import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrderRouting, releaseOf } from '../../domain/order-routing/state';
import type { LineQuantity } from '../../domain/shipment/events';
import { linesUnderWay, shippedLines } from '../../domain/shipment/state';
import { ORDER_ROUTING, ROUTING_TABLE, ROUTING_TABLE_ID, SHIPMENT } from '../aggregates';
import { ShippingHolds } from '../shipping-holds';
import { RouteReleaseCommand } from './route-release.command';

/**
 * The decision is recorded before anyone is asked: repeated after a crash, the same shipments are
 * requested, whatever the routing table says by then.
 */
@CommandHandler(RouteReleaseCommand)
export class RouteReleaseHandler implements ICommandHandler<RouteReleaseCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly holds: ShippingHolds,
  ) {}

  async execute(asked: RouteReleaseCommand): Promise<void> {
    const { orderId, release, shipTo, callCentreId, context } = asked;
    const routing = await this.route(asked);
    const shipments = releaseOf(routing, release)?.shipments ?? [];
    for (const shipment of shipments) {
      const { shipmentId, vendorId, lines } = shipment;
      const identity = { shipmentId, orderId, vendorId };
      await this.runner.execute(
        SHIPMENT,
        shipmentId,
        { type: 'request', ...identity, release, lines, shipTo, callCentreId, at: context.now },
        context,
        { likelyNew: true },
      );
    }
    const shipmentIds = shipments.map(({ shipmentId }) => shipmentId);
    await this.holds.apply(shipTo.customerId, shipmentIds, context);
  }

  private async route({
    orderId,
    release,
    lines,
    context,
  }: RouteReleaseCommand): Promise<OrderRouting> {
    const { state: known } = await this.runner.load(ORDER_ROUTING, orderId);
    if (releaseOf(known, release)) return known;
    const { state: table } = await this.runner.load(ROUTING_TABLE, ROUTING_TABLE_ID);
    const command = {
      type: 'route-release',
      orderId,
      release,
      lines,
      ...(await this.earlierShipments(known)),
      vendors: [...table.vendors.values()],
    } as const;
    return (await this.runner.execute(ORDER_ROUTING, orderId, command, context)).state;
  }

  private async earlierShipments({ releases }: OrderRouting) {
    const shipped = new Map<string, number>();
    const underWay = new Map<string, number>();
    for (const { shipmentId } of releases.flatMap((release) => release.shipments)) {
      const { state } = await this.runner.load(SHIPMENT, shipmentId);
      addUp(shipped, shippedLines(state));
      addUp(underWay, linesUnderWay(state));
    }
    return { shipped, underWay };
  }
}

function addUp(quantities: Map<string, number>, lines: readonly LineQuantity[]): void {
  for (const { lineId, quantity } of lines) {
    quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
  }
}
