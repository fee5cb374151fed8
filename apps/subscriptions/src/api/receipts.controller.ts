import { CommandRunner } from '@continuo/event-store/command-runner';
import {
  Caller,
  CommandCtx,
  ExpectedRevision,
  NoIdempotencyKey,
  Roles,
} from '@continuo/http/decorators';
import { LocalDateField, TextField } from '@continuo/http/fields';
import type { Principal } from '@continuo/http/principal';
import { Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ConfirmReceiptCommand } from '../application/confirm-receipt/confirm-receipt.command';
import { findSubscription } from '../application/find-subscription';
import { previewReceipt } from '../domain/subscription/preview';
import { ChangedSubscriptionView, changedView, PreviewView, previewView } from './effect.view';

export class ReceiptPreviewDto {
  @LocalDateField({ example: '2027-03-01', description: 'on which the goods arrived' })
  received_on!: string;
}

export class ReceiptDto extends ReceiptPreviewDto {
  @TextField({ max: 300, example: 'caller has had the parcel since Monday' })
  reason!: string;
}

/** A trial from receipt whose delivery no carrier has told. */
@ApiTags('subscription changes')
@Controller('v1/subscriptions/:id/receipts')
@Roles('agent', 'supervisor', 'call-centre', 'integration')
export class ReceiptsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'The goods of a trial have arrived, as the customer says: its days begin',
    description:
      'Where no carrier has told (`pending.awaiting_receipt`), else `receipt-not-awaited`. Not in the future, and not so long ago that the trial would be over before its reminder (`date-too-late`, `date-too-early`). Undone like any change, until a carrier tells (`carrier-told-receipt`).',
  })
  @ApiOkResponse({ type: ChangedSubscriptionView })
  async confirm(
    @Param('id') id: string,
    @Body() { received_on, reason }: ReceiptDto,
    @ExpectedRevision() revision: number,
    @Caller() caller: Principal,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ChangedSubscriptionView>> {
    const told = { ...context, reason };
    const changed = await this.commands.execute(
      new ConfirmReceiptCommand(id, received_on, caller, revision, told),
    );
    return new Reply(changedView(changed, context.commandId), { revision: changed.revision });
  }

  @Post('previews')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'What that would mean; changes nothing' })
  @ApiOkResponse({ type: PreviewView })
  async preview(
    @Param('id') id: string,
    @Body() { received_on: receivedOn }: ReceiptPreviewDto,
    @Caller() caller: Principal,
  ): Promise<Reply<PreviewView>> {
    const { state, revision } = await findSubscription(this.runner, id, caller);
    const now = this.clock.now();
    const shown = previewReceipt(state, { kind: 'confirm-receipt', receivedOn, now });
    return new Reply(previewView(shown), { revision });
  }
}
