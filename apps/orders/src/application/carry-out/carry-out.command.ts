import type { Aggregate } from '@continuo/event-store/aggregate';
import type { ExecuteOptions, Outcome } from '@continuo/event-store/command-runner';
import type { DomainEvent } from '@continuo/event-store/event-store';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Command } from '@nestjs/cqrs';

/** A command that needs nothing but its aggregate. */
export class CarryOut<C, E extends DomainEvent, S> extends Command<Outcome<E, S>> {
  constructor(
    readonly aggregate: Aggregate<C, E, S>,
    readonly id: string,
    readonly command: C,
    readonly context: CommandContext,
    readonly options: ExecuteOptions = {},
  ) {
    super();
  }
}
