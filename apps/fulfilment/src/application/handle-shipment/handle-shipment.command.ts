import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { VendorCommand } from '../../domain/shipment/commands';
import type { Shipment } from '../../domain/shipment/state';

/** What a vendor reports about a shipment: accepted, rejected, backordered, packed, shipped, delivered. */
export class HandleShipmentCommand extends Command<Folded<Shipment>> {
  constructor(
    readonly shipmentId: string,
    readonly report: VendorCommand,
    /** The vendor that reports; undefined for an admin, who may for each. */
    readonly vendorId: string | undefined,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
