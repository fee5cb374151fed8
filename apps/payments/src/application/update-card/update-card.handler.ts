import { CommandRunner } from '@continuo/event-store/command-runner';
import { deriveUuid } from '@continuo/kernel/ids';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { CardUpdate } from '../../domain/card/decider';
import { PAYMENT } from '../aggregates';
import { Cards } from '../cards';
import { GatewayDesk } from '../gateway-desk';
import { UpdateCardCommand } from './update-card.command';

/** The card's record first, then each payment that was declined on it: a repeat goes on where it ended. */
@CommandHandler(UpdateCardCommand)
export class UpdateCardHandler implements ICommandHandler<UpdateCardCommand> {
  constructor(
    private readonly desk: GatewayDesk,
    private readonly runner: CommandRunner,
    private readonly cards: Cards,
  ) {}

  async execute({ token, update, context }: UpdateCardCommand): Promise<{
    readonly paymentIds: readonly string[];
  }> {
    const { paymentIds } = await this.cards.noteUpdate(token, update, context);
    const changed: string[] = [];
    for (const paymentId of paymentIds) {
      const commandId = deriveUuid(context.commandId, paymentId);
      if (await this.settle(paymentId, token, update, { ...context, commandId }))
        changed.push(paymentId);
    }
    return { paymentIds: changed };
  }

  private async settle(
    paymentId: string,
    token: string,
    update: CardUpdate,
    context: UpdateCardCommand['context'],
  ): Promise<boolean> {
    await this.desk.clear(paymentId, context);
    const { state } = await this.runner.load(PAYMENT, paymentId);
    if (state.status === 'none' || state.method.token !== token) return false;
    const { now } = context;
    if (update.result === 'account-closed') {
      const command = { type: 'close-card', paymentId, token, now } as const;
      return (await this.desk.execute(paymentId, command, context)).events.length > 0;
    }
    const valid = update.result === 'new-token' ? update.newToken : token;
    const triesOnCard = await this.cards.tries(valid);
    const method = { ...state.method, token: valid };
    const command = { type: 'replace-method', paymentId, method, triesOnCard, now } as const;
    return (await this.desk.execute(paymentId, command, context)).events.length > 0;
  }
}
