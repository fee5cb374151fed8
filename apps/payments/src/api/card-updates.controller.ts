import { CommandCtx, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid } from '@continuo/kernel/domain-error';
import { Body, Controller, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UpdateCardCommand } from '../application/update-card/update-card.command';
import type { CardUpdate } from '../domain/card/decider';
import { CardUpdateDto, CardUpdateView } from './collections.dto';

@ApiTags('dunning')
@Controller('v1/card-updates')
export class CardUpdatesController {
  constructor(private readonly commands: CommandBus) {}

  @Post()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: "A card updater's result: what is due on the card goes on by it" })
  @ApiCreatedResponse({ type: CardUpdateView })
  async updateCard(
    @Body() body: CardUpdateDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CardUpdateView>> {
    const update = updateOf(body);
    const command = new UpdateCardCommand(body.token, update, context);
    const { paymentIds } = await this.commands.execute(command);
    return new Reply({ result: update.result, payment_ids: paymentIds }, { status: 201 });
  }
}

/** Throws `new-token-missing`, `expiry-missing`. */
function updateOf({ result, token, new_token, expires_on }: CardUpdateDto): CardUpdate {
  switch (result) {
    case 'new-token':
      if (new_token === undefined || new_token === token) {
        throw invalid('new-token-missing', '/new_token', 'Send the token that replaces the card.');
      }
      return { result, newToken: new_token };
    case 'new-expiry':
      if (expires_on === undefined) {
        throw invalid('expiry-missing', '/expires_on', 'Send the last day on which it is valid.');
      }
      return { result, expiresOn: expires_on };
    case 'account-closed':
      return { result };
  }
}
