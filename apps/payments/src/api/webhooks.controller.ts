import { Public, RawBody, Roles, CommandCtx } from '@continuo/http/decorators';
import type { CommandContext } from '@continuo/kernel/command-context';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import { DomainError, notFound } from '@continuo/kernel/domain-error';
import { deriveUuid } from '@continuo/kernel/ids';
import { Body, Controller, Headers, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBody, ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import {
  type GatewayNotice,
  NOTICE_READERS,
  type NoticeReader,
  type NoticeReaders,
} from '../application/ports';
import { ReceiveNoticeCommand } from '../application/receive-notice/receive-notice.command';
import { RefusedWebhooks } from '../application/refused-webhooks';
import { SettleNoticeCommand } from '../application/settle-notice/settle-notice.command';
import { NoticeReceivedView, NoticeSettledView, SettleNoticeDto } from './webhooks.dto';

@ApiTags('webhooks')
@Controller('v1/webhooks')
export class WebhooksController {
  constructor(
    private readonly commands: CommandBus,
    @Inject(NOTICE_READERS) private readonly readers: NoticeReaders,
    @Inject(CLOCK) private readonly clock: Clock,
    private readonly refused: RefusedWebhooks,
  ) {}

  @Post(':processor/:account')
  @Public()
  @RawBody()
  @ApiOperation({ summary: 'What a payment processor tells; its signature says that it is theirs' })
  @ApiHeader({ name: 'Stripe-Signature', required: false, description: 'of a webhook of Stripe' })
  @ApiHeader({ name: 'Simulator-Signature', required: false, description: 'of the simulator' })
  @ApiBody({ schema: { type: 'object', description: 'an event of the processor, unchanged' } })
  @ApiOkResponse({ type: NoticeReceivedView })
  async receive(
    @Param('processor') processor: string,
    @Param('account') account: string,
    @Headers() headers: Readonly<Record<string, string | undefined>>,
    @Body() raw: Buffer,
  ): Promise<NoticeReceivedView> {
    const reader = this.readers.get(account);
    if (reader?.kind !== processor) throw notFound('webhook-account', `${processor}/${account}`);
    const signature = headers[`${processor}-signature`];
    const notice = await this.read(reader, account, raw ?? Buffer.alloc(0), signature);
    const commandId = deriveUuid('webhook', account, notice.gatewayId);
    const outcome = await this.commands.execute(
      new ReceiveNoticeCommand(account, notice, {
        commandId,
        actor: { kind: 'integration', id: account },
        now: this.clock.now(),
        correlationId: commandId,
      }),
    );
    return { received: true, outcome };
  }

  private async read(
    reader: NoticeReader,
    account: string,
    raw: Buffer,
    signature: string | undefined,
  ): Promise<GatewayNotice> {
    try {
      return await reader.read(raw, signature);
    } catch (error) {
      if (error instanceof DomainError) await this.refused.note(account, error);
      throw error;
    }
  }

  @Post('notices/:id/resolutions')
  @Roles('finance')
  @ApiOperation({ summary: 'Say what an unmatched notice was about; it leaves the work list' })
  @ApiOkResponse({ type: NoticeSettledView })
  async settle(
    @Param('id') id: string,
    @Body() { reason }: SettleNoticeDto,
    @CommandCtx() context: CommandContext,
  ): Promise<NoticeSettledView> {
    await this.commands.execute(new SettleNoticeCommand(id, reason, context));
    return { notice_id: id, settled: true };
  }
}
