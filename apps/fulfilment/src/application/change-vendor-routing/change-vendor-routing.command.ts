import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { VendorRouting } from '../../domain/routing-table/events';
import type { RoutingTable } from '../../domain/routing-table/state';

export class ChangeVendorRoutingCommand extends Command<Folded<RoutingTable>> {
  constructor(
    readonly vendorId: string,
    readonly routing: VendorRouting,
    readonly expectedRevision: number,
    readonly context: CommandContext,
  ) {
    super();
  }
}
