import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ReplaceMethodCommand } from '../application/replace-method/replace-method.command';
import { ReplaceMethodDto } from './collections.dto';
import { PaymentView } from './payment.dto';
import { paymentView } from './payment.view';

@ApiTags('dunning')
@Controller('v1/payments')
export class PaymentMethodsController {
  constructor(private readonly commands: CommandBus) {}

  @Post(':id/methods')
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
}
