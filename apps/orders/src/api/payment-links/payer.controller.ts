import { CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import type { Bearer } from '@continuo/http/bearer';
import { Presented, Public, WaitMs } from '@continuo/http/decorators';
import { Body, Controller, Get, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { campaignAggregate } from '../../application/aggregates';
import { PayByLink } from '../../application/pay-by-link/pay-by-link.command';
import { LinkDesk } from '../../application/payment-link/link-desk';
import type { PaymentLinkState } from '../../domain/payment-link/state';
import { PayByLinkBody, PayerView } from './payment-link.dto';
import { showPayer } from './show-payment-link';

/** What a page or an IVR asks for whoever pays. The link's secret is all that opens it. */
@ApiTags('payment links')
@Controller('v1/pay')
@Public()
export class PayerController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly links: LinkDesk,
  ) {}

  @Get()
  @ApiOperation({ summary: "What is to be paid; Authorization: Bearer with the link's secret" })
  @ApiOkResponse({ type: PayerView })
  async see(@Presented() { secret, ...trace }: Bearer): Promise<PayerView> {
    return this.show(await this.links.forPayer(secret, trace));
  }

  @Post()
  @ApiOperation({
    summary: "Pay with a gateway's token; the same token again is the same attempt",
  })
  @ApiOkResponse({ type: PayerView })
  async pay(
    @Body() { token }: PayByLinkBody,
    @Presented() { secret, ...trace }: Bearer,
    @WaitMs() waitMs: number,
  ): Promise<PayerView> {
    return this.show(await this.commands.execute(new PayByLink(secret, token, trace, waitMs)));
  }

  private async show({ state }: Folded<PaymentLinkState>): Promise<PayerView> {
    const campaignId = state.status === 'none' ? null : state.sale.campaignId;
    if (campaignId === null) return showPayer(state, null);
    const campaign = (await this.runner.load(campaignAggregate, campaignId)).state;
    return showPayer(state, campaign.status === 'none' ? null : campaign.name);
  }
}
