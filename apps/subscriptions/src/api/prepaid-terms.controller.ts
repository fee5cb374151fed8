import { CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { ChoiceField, TextField } from '@continuo/http/fields';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SettlePrepaidTermCommand } from '../application/settle-prepaid-term/settle-prepaid-term.command';
import type { SettleTermCommand } from '../domain/subscription/commands';
import { SubscriptionView, subscriptionView } from './subscription.view';

export class PrepaidSettlementDto {
  @ChoiceField(['captured', 'cancelled'], {
    example: 'captured',
    description: 'what became of the order that sold the program',
  })
  outcome!: SettleTermCommand['outcome'];

  @TextField({ max: 300, example: 'named by verify: captured on 3 March, deferred by nobody' })
  reason!: string;
}

@ApiTags('subscriptions')
@Controller('v1/subscriptions')
@Roles('finance')
export class PrepaidTermsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/prepaid-settlements')
  @ApiOperation({
    summary: 'Say what became of the order that pays for shipments to come, where it was not heard',
    description:
      'For terms that `continuo verify` names. `captured`: the revenue of the shipments to come is deferred, that of those which have left since is recognised. `cancelled`: the next delivery pays for a run of its own. Refused where no payment is awaited (`no-term-awaited`). Not to be undone (`posted-to-books`, `term-ended`).',
  })
  @ApiOkResponse({ type: SubscriptionView })
  async settle(
    @Param('id') id: string,
    @Body() { outcome, reason }: PrepaidSettlementDto,
    @ExpectedRevision() expectedRevision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<SubscriptionView>> {
    const told = { ...context, reason };
    const { state, revision } = await this.commands.execute(
      new SettlePrepaidTermCommand(id, outcome, expectedRevision, told),
    );
    return new Reply(subscriptionView(state), { revision });
  }
}
