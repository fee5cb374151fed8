import type { AsOf } from '@continuo/event-store/command-runner';
import { AsOfParam, Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { campaignAggregate } from '../../application/aggregates';
import { OpenCampaign } from '../../application/open-campaign/open-campaign.command';
import { CatalogueCheck } from '../../application/selling/catalogue-check';
import type { CampaignState } from '../../domain/campaign/state';
import { boundTo } from '../access';
import {
  CallCentresBody,
  CampaignBody,
  CampaignOffersBody,
  campaignView,
  CampaignView,
  offersOf,
  ScriptBody,
  termsOf,
} from './campaign.dto';
import { ReasonBody } from './product.dto';
import { Shelves } from './shelf';

const CAMPAIGN = {
  aggregate: campaignAggregate,
  kind: 'campaign',
  name: 'campaign',
  view: (state: CampaignState, revision: number) =>
    state.status === 'none' ? undefined : campaignView(state, revision),
} as const;

@ApiTags('catalogue')
@Controller('v1/campaigns')
export class CampaignsController {
  private readonly campaigns;

  constructor(
    private readonly commands: CommandBus,
    private readonly check: CatalogueCheck,
    shelves: Shelves,
  ) {
    this.campaigns = shelves.of(CAMPAIGN);
  }

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Open a campaign; its numbers must not belong to another active one' })
  @ApiCreatedResponse({ type: CampaignView })
  async open(
    @Body() body: CampaignBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CampaignView>> {
    if (body.until && body.until <= body.from) {
      throw invalid('campaign-ends-before-it-begins', '/until', 'Send an instant after `from`.');
    }
    const campaignId = body.campaign_id ?? deriveId('cmp', context.commandId);
    const command = new OpenCampaign(termsOf(body, campaignId), context);
    const campaign = await this.commands.execute(command);
    return this.campaigns.created(campaignId, campaign, `/v1/campaigns/${campaignId}`);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: "List campaigns by id; a call centre's keys see its own" })
  list(@Query() page: PageQuery, @Caller() principal: Principal): Promise<Page<CampaignView>> {
    return this.campaigns.page(page, boundTo(principal));
  }

  @Get(':campaign_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A campaign, now or as of an instant' })
  @ApiOkResponse({ type: CampaignView })
  get(
    @Param('campaign_id') campaignId: string,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() principal: Principal,
  ): Promise<Reply<CampaignView>> {
    const centre = boundTo(principal);
    return this.campaigns.get(campaignId, asOf, (campaign) => {
      return (
        centre === null || (campaign.status !== 'none' && campaign.callCentreIds.includes(centre))
      );
    });
  }

  @Post(':campaign_id/script')
  @Roles('admin')
  @ApiOperation({ summary: 'Revise the script under a new version' })
  @ApiOkResponse({ type: CampaignView })
  reviseScript(
    @Param('campaign_id') campaignId: string,
    @Body() { version, text }: ScriptBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CampaignView>> {
    const command = { kind: 'revise-script', script: { version, text } } as const;
    return this.campaigns.change(campaignId, command, context, revision);
  }

  @Post(':campaign_id/offers')
  @Roles('admin')
  @ApiOperation({ summary: 'Rearrange what the script sells' })
  @ApiOkResponse({ type: CampaignView })
  async rearrange(
    @Param('campaign_id') campaignId: string,
    @Body() body: CampaignOffersBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CampaignView>> {
    const offers = offersOf(body);
    await this.check.requireOffers(offers);
    return this.campaigns.change(
      campaignId,
      { kind: 'rearrange-offers', offers },
      context,
      revision,
    );
  }

  @Post(':campaign_id/call-centres')
  @Roles('admin')
  @ApiOperation({ summary: 'Say which call centres may sell for the campaign' })
  @ApiOkResponse({ type: CampaignView })
  async admit(
    @Param('campaign_id') campaignId: string,
    @Body() { call_centre_ids }: CallCentresBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CampaignView>> {
    await this.check.requireCallCentres(call_centre_ids);
    const command = { kind: 'admit-call-centres', callCentreIds: call_centre_ids } as const;
    return this.campaigns.change(campaignId, command, context, revision);
  }

  @Post(':campaign_id/close')
  @Roles('admin')
  @ApiOperation({ summary: 'Close a campaign; its numbers may then be given to another' })
  @ApiOkResponse({ type: CampaignView })
  close(
    @Param('campaign_id') campaignId: string,
    @Body() { reason }: ReasonBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<CampaignView>> {
    return this.campaigns.change(campaignId, { kind: 'close', reason }, context, revision);
  }
}
