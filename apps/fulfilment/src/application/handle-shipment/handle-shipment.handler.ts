import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { shipmentNotFound } from '../../domain/shipment/errors';
import type { Shipment } from '../../domain/shipment/state';
import { SHIPMENT } from '../aggregates';
import { findShipment } from '../find-shipment';
import { HandleShipmentCommand } from './handle-shipment.command';

@CommandHandler(HandleShipmentCommand)
export class HandleShipmentHandler implements ICommandHandler<HandleShipmentCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: HandleShipmentCommand): Promise<Folded<Shipment>> {
    const { shipmentId, report, vendorId, expectedRevision, context } = asked;
    await findShipment(this.runner, shipmentId, { vendorId });
    const { state, revision } = await this.runner.execute(SHIPMENT, shipmentId, report, context, {
      expectedRevision,
    });
    if (state.status === 'none') throw shipmentNotFound(shipmentId);
    return { state, revision };
  }
}
