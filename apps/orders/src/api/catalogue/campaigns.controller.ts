import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid, notFound } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { campaignAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import { OpenCampaign } from '../../application/open-campaign/open-campaign.command';
import { CatalogueCheck } from '../../application/selling/catalogue-check';
import type { CampaignCommand } from '../../domain/campaign/decider';
import type { CampaignState } from '../../domain/campaign/state';
import { CatalogueQuery } from '../../projections/catalogue/query';
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
import { changed, created, listOf } from './reply-of';

@ApiTags('catalogue')
@Controller('v1/campaigns')
export class CampaignsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
    private readonly check: CatalogueCheck,
  ) {}

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
    const { state, revision } = await this.commands.execute(command);
    return created(viewOf(campaignId, state, revision), revision, `/v1/campaigns/${campaignId}`);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: "List campaigns by id; a call centre's keys see its own" })
  async list(
    @Query() page: PageQuery,
    @Caller() principal: Principal,
  ): Promise<Page<CampaignView>> {
    return listOf(
      this.catalogue,
      'campaign',
      page,
      (id) => this.runner.load(campaignAggregate, id),
      (state, revision) => viewOf('', state, revision),
      boundTo(principal),
    );
  }

  @Get(':campaign_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A campaign, now or as of an instant' })
  @ApiOkResponse({ type: CampaignView })
  async get(
    @Param('campaign_id') campaignId: string,
    @AsOfParam() asOf: AsOf | undefined,
    @Caller() principal: Principal,
  ): Promise<Reply<CampaignView>> {
    const { state, revision } = await this.runner.load(campaignAggregate, campaignId, asOf);
    const centre = boundTo(principal);
    if (centre !== null && state.status !== 'none' && !state.callCentreIds.includes(centre)) {
      throw notFound('campaign', campaignId);
    }
    return changed(viewOf(campaignId, state, revision), revision);
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
    return this.change(campaignId, command, context, revision);
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
    return this.change(campaignId, { kind: 'rearrange-offers', offers }, context, revision);
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
    return this.change(campaignId, command, context, revision);
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
    return this.change(campaignId, { kind: 'close', reason }, context, revision);
  }

  private async change(
    campaignId: string,
    command: CampaignCommand,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<CampaignView>> {
    const { state, revision } = await this.commands.execute(
      new CarryOut(campaignAggregate, campaignId, command, context, { expectedRevision }),
    );
    return changed(viewOf(campaignId, state, revision), revision);
  }
}

function viewOf(campaignId: string, state: CampaignState, revision: number): CampaignView {
  if (state.status === 'none') throw notFound('campaign', campaignId);
  return campaignView(state, revision);
}
