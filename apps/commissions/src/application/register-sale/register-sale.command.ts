import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';
import type { PlacedSale } from '../../domain/commission/decider';

export class RegisterSaleCommand extends Command<void> {
  constructor(
    readonly sale: PlacedSale,
    readonly context: CommandContext,
  ) {
    super();
  }
}
