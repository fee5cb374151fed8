import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { ShipmentLine } from '../../domain/order-routing/route';
import type { ShipTo } from '../../domain/shipment/events';

/** A released order is to be shipped: by whom, and ask them. */
export class RouteReleaseCommand extends Command<void> {
  constructor(
    readonly orderId: string,
    readonly release: number,
    readonly lines: readonly ShipmentLine[],
    readonly shipTo: ShipTo,
    /** Who sold the order; null when no call centre did. */
    readonly callCentreId: string | null,
    readonly context: CommandContext,
  ) {
    super();
  }
}
