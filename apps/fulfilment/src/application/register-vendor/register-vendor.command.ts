import type { Folded } from '@continuo/event-store/command-runner';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { Vendor } from '../../domain/routing-table/events';
import type { RoutingTable } from '../../domain/routing-table/state';

export class RegisterVendorCommand extends Command<Folded<RoutingTable>> {
  constructor(
    readonly vendor: Vendor,
    readonly context: CommandContext,
  ) {
    super();
  }
}
