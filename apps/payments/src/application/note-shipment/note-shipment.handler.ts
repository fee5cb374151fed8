import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { SALE_PROOF } from '../aggregates';
import { NoteShipmentCommand } from './note-shipment.command';

@CommandHandler(NoteShipmentCommand)
export class NoteShipmentHandler implements ICommandHandler<NoteShipmentCommand> {
  constructor(private readonly runner: CommandRunner) {}

  async execute({ orderId, news, context }: NoteShipmentCommand): Promise<void> {
    await this.runner.execute(SALE_PROOF, orderId, news, context);
  }
}
