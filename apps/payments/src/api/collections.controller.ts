import { CommandRunner } from '@continuo/event-store/command-runner';
import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ARREARS } from '../application/aggregates';
import { ReplaceMethodCommand } from '../application/replace-method/replace-method.command';
import { UpdateCardCommand } from '../application/update-card/update-card.command';
import type { CardUpdate } from '../domain/card/decider';
import { ArrearsView, CardUpdateDto, CardUpdateView, ReplaceMethodDto } from './collections.dto';
import { PaymentView } from './payment.dto';
import { paymentView } from './payment.view';

@ApiTags('dunning')
@Controller('v1')
export class CollectionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
  ) {}

  @Post('payments/:id/methods')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({
    summary: 'Another card: it ends the tries on the old one and settles what is due',
  })
  @ApiCreatedResponse({ type: PaymentView })
  async replaceMethod(
    @Param('id') id: string,
    @Body() { token }: ReplaceMethodDto,
    @ExpectedRevision() expectedRevision: number,
    @Caller() { callCentreId }: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentView>> {
    const { state, revision } = await this.commands.execute(
      new ReplaceMethodCommand(id, token, expectedRevision, callCentreId, context),
    );
    return new Reply(paymentView(state), { status: 201, revision, location: `/v1/payments/${id}` });
  }

  @Post('card-updates')
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

  @Get('arrears/:customer_id')
  @Roles('agent', 'supervisor', 'finance', 'integration')
  @ApiOperation({ summary: 'What a customer has past due, and whether it holds shipments' })
  @ApiOkResponse({ type: ArrearsView })
  async arrears(@Param('customer_id') customerId: string): Promise<Reply<ArrearsView>> {
    const { state, revision } = await this.runner.load(ARREARS, customerId);
    const view: ArrearsView = {
      customer_id: customerId,
      shipments_held: state.held,
      policy_id: state.inForce?.policy.policyId ?? null,
      policy_version: state.inForce?.policy.version ?? null,
      payments: Object.values(state.payments).map((each) => ({
        payment_id: each.paymentId,
        order_id: each.orderId,
        currency: each.currency,
        amount_minor: each.amountMinor,
        since: each.since,
      })),
    };
    return new Reply(view, { revision });
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
