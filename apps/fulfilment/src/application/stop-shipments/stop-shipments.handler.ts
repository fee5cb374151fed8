import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ShipmentState, isStoppable } from '../../domain/shipment/state';
import { ORDER_ROUTING, SHIPMENT } from '../aggregates';
import { StopShipmentsCommand } from './stop-shipments.command';

@CommandHandler(StopShipmentsCommand)
export class StopShipmentsHandler implements ICommandHandler<StopShipmentsCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ orderId, reason, answerRequired, context }: StopShipmentsCommand): Promise<void> {
    const { state: routing } = await this.runner.load(ORDER_ROUTING, orderId);
    const lastRelease = routing.releases.at(-1);
    if (lastRelease?.unrouted && answerRequired) {
      const command = { type: 'cancel-unrouted', orderId, reason } as const;
      await this.runner.execute(ORDER_ROUTING, orderId, command, context);
    }
    for (const release of routing.releases) {
      for (const { shipmentId } of release.shipments) {
        const { state } = await this.runner.load(SHIPMENT, shipmentId);
        // What an earlier release was refused, a later one has routed again.
        const superseded = state.status === 'rejected' && release !== lastRelease;
        if (superseded || !isConcerned(state, answerRequired)) continue;
        await this.runner.execute(SHIPMENT, shipmentId, { type: 'cancel', reason }, context);
      }
    }
  }
}

function isConcerned(state: ShipmentState, answerRequired: boolean): boolean {
  if (state.status === 'none') return false;
  return answerRequired || (state.status !== 'rejected' && isStoppable(state));
}
