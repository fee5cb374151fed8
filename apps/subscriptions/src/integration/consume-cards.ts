import { CARD_UPDATED, type CardUpdated } from '@continuo/contracts/collections';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { type IntegrationMessage, contextFor } from '@continuo/messaging/message';
import { OnMessage } from '@continuo/messaging/on-message';
import { Controller, Inject } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { Payload } from '@nestjs/microservices';
import { UpdateCardCommand } from '../application/update-card/update-card.command';

const GROUP = 'subscriptions';

/** What payments learn of the cards on which programs are charged. */
@Controller()
export class CardsConsumer {
  constructor(
    private readonly commands: CommandBus,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Another expiry leaves the token; a closed account has none that could take its place. */
  @OnMessage(CARD_UPDATED.type, GROUP)
  async updated(@Payload() message: IntegrationMessage<CardUpdated>): Promise<void> {
    const { token, new_token: newToken } = message.data;
    if (newToken === null) return;
    const context = contextFor(message, 'update-card', GROUP, this.clock.now());
    await this.commands.execute(new UpdateCardCommand(token, newToken, message.sequence, context));
  }
}
