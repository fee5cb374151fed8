import { CommandRunner } from '@continuo/event-store/command-runner';
import { EVENT_STORE, type EventStore } from '@continuo/event-store/event-store';
import { deriveId } from '@continuo/kernel/ids';
import { Inject } from '@nestjs/common';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { ProgramsByCardQuery } from '../../projections/programs-by-card/query';
import { SUBSCRIPTION, UPDATED_CARD } from '../aggregates';
import { UpdateCardCommand } from './update-card.command';

const cardId = (token: string) => deriveId('card', token);

/**
 * The card's record first, then each program that is charged on it. Updates of one card after the
 * other may arrive in any order: a program gets the token at the end of the chain.
 */
@CommandHandler(UpdateCardCommand)
export class UpdateCardHandler implements ICommandHandler<UpdateCardCommand> {
  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: ProgramsByCardQuery,
    @Inject(EVENT_STORE) private readonly store: EventStore,
  ) {}

  async execute({ token, newToken, sequence, context }: UpdateCardCommand): Promise<void> {
    const replaced = { token, newToken, sequence };
    await this.runner.execute(UPDATED_CARD, cardId(token), replaced, context);
    const to = await this.endOfChain(token);
    const command = { kind: 'update-card', from: token, to } as const;
    for (const id of await this.programs.chargedOn(token, await this.store.head())) {
      await this.runner.execute(SUBSCRIPTION, id, command, context);
    }
  }

  private async endOfChain(token: string): Promise<string> {
    const passed = new Set<string>();
    let last = token;
    while (!passed.has(last)) {
      passed.add(last);
      const { state } = await this.runner.load(UPDATED_CARD, cardId(last));
      last = state?.newToken ?? last;
    }
    return last;
  }
}
