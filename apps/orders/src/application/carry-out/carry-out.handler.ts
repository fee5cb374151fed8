import { CommandRunner, type Outcome } from '@continuo/event-store/command-runner';
import type { DomainEvent } from '@continuo/event-store/event-store';
import { CommandHandler } from '@nestjs/cqrs';
import { CarryOut } from './carry-out.command';

@CommandHandler(CarryOut)
export class CarryOutHandler {
  constructor(private readonly runner: CommandRunner) {}

  execute<C, E extends DomainEvent, S>(order: CarryOut<C, E, S>): Promise<Outcome<E, S>> {
    const { aggregate, id, command, context, options } = order;
    return this.runner.execute(aggregate, id, command, context, options);
  }
}
