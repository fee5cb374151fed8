import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { RoutingTable } from '../../domain/routing-table/state';
import { ROUTING_TABLE, ROUTING_TABLE_ID } from '../aggregates';
import { RegisterVendorCommand } from './register-vendor.command';

@CommandHandler(RegisterVendorCommand)
export class RegisterVendorHandler implements ICommandHandler<RegisterVendorCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ vendor, context }: RegisterVendorCommand): Promise<Folded<RoutingTable>> {
    const command = { type: 'register-vendor', vendor } as const;
    return this.runner.execute(ROUTING_TABLE, ROUTING_TABLE_ID, command, context);
  }
}
