import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RoutingTable } from '../../domain/routing-table/state';
import { ROUTING_TABLE, ROUTING_TABLE_ID } from '../aggregates';
import { ChangeVendorRoutingCommand } from './change-vendor-routing.command';

@CommandHandler(ChangeVendorRoutingCommand)
export class ChangeVendorRoutingHandler implements ICommandHandler<ChangeVendorRoutingCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute(asked: ChangeVendorRoutingCommand): Promise<Folded<RoutingTable>> {
    const { vendorId, routing, expectedRevision, context } = asked;
    const command = { type: 'change-routing', vendorId, routing } as const;
    return this.runner.execute(ROUTING_TABLE, ROUTING_TABLE_ID, command, context, {
      expectedRevision,
    });
  }
}
