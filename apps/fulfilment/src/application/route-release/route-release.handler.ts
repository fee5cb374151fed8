import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type OrderRouting, releaseOf } from '../../domain/order-routing/state';
import { linesInHand } from '../../domain/shipment/state';
import { ORDER_ROUTING, ROUTING_TABLE, ROUTING_TABLE_ID, SHIPMENT } from '../aggregates';
import { RouteReleaseCommand } from './route-release.command';

/**
 * The decision is recorded before anyone is asked: repeated after a crash, the same shipments are
 * requested, whatever the routing table says by then.
 */
@CommandHandler(RouteReleaseCommand)
export class RouteReleaseHandler implements ICommandHandler<RouteReleaseCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: RouteReleaseCommand): Promise<void> {
    const { orderId, release, shipTo, context } = asked;
    const routing = await this.route(asked);
    for (const shipment of releaseOf(routing, release)?.shipments ?? []) {
      const { shipmentId, vendorId, lines } = shipment;
      const identity = { shipmentId, orderId, vendorId };
      await this.runner.execute(
        SHIPMENT,
        shipmentId,
        { type: 'request', ...identity, release, lines, shipTo, at: context.now },
        context,
      );
    }
  }

  private async route({
    orderId,
    release,
    lines,
    context,
  }: RouteReleaseCommand): Promise<OrderRouting> {
    const { state: known } = await this.runner.load(ORDER_ROUTING, orderId);
    if (releaseOf(known, release)) return known;
    const inHand = await this.inHand(known);
    const { state: table } = await this.runner.load(ROUTING_TABLE, ROUTING_TABLE_ID);
    const vendors = [...table.vendors.values()];
    const command = { type: 'route-release', orderId, release, lines, inHand, vendors } as const;
    return (await this.runner.execute(ORDER_ROUTING, orderId, command, context)).state;
  }

  private async inHand(routing: OrderRouting): Promise<ReadonlyMap<string, number>> {
    const quantities = new Map<string, number>();
    for (const { shipmentId } of routing.releases.flatMap(({ shipments }) => shipments)) {
      const { state } = await this.runner.load(SHIPMENT, shipmentId);
      for (const { lineId, quantity } of linesInHand(state)) {
        quantities.set(lineId, (quantities.get(lineId) ?? 0) + quantity);
      }
    }
    return quantities;
  }
}
