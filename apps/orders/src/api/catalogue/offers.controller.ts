import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { offerAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import { CreateOffer } from '../../application/create-offer/create-offer.command';
import { requirePrices } from '../../application/selling/catalogue-check';
import type { OfferCommand } from '../../domain/offer/decider';
import type { OfferState } from '../../domain/offer/state';
import { CatalogueQuery } from '../../projections/catalogue/query';
import { OfferBody, offerView, OfferView } from './offer.dto';
import { PricesBody, ReasonBody } from './product.dto';
import { changed, created, listOf } from './reply-of';

@ApiTags('catalogue')
@Controller('v1/offers')
export class OffersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Create an offer with its first price version' })
  @ApiCreatedResponse({ type: OfferView })
  async create(
    @Body() body: OfferBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<OfferView>> {
    const offerId = body.offer_id ?? deriveId('off', context.commandId);
    const terms = {
      offerId,
      kind: body.kind,
      name: body.name,
      sku: body.sku,
      maxInstalments: body.max_instalments ?? 1,
      planId: body.plan_id ?? null,
    };
    const { state, revision } = await this.commands.execute(
      new CreateOffer(terms, body.prices_minor, context),
    );
    return created(viewOf(offerId, state, revision), revision, `/v1/offers/${offerId}`);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'List offers by id' })
  async list(@Query() page: PageQuery): Promise<Page<OfferView>> {
    return listOf(
      this.catalogue,
      'offer',
      page,
      (id) => this.runner.load(offerAggregate, id),
      (state, revision) => viewOf('', state, revision),
    );
  }

  @Get(':offer_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'An offer with all its price versions' })
  @ApiOkResponse({ type: OfferView })
  async get(
    @Param('offer_id') offerId: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<OfferView>> {
    const { state, revision } = await this.runner.load(offerAggregate, offerId, asOf);
    return changed(viewOf(offerId, state, revision), revision);
  }

  @Post(':offer_id/price-versions')
  @Roles('admin')
  @ApiOperation({ summary: 'Publish a price version; earlier ones never change' })
  @ApiOkResponse({ type: OfferView })
  publish(
    @Param('offer_id') offerId: string,
    @Body() { prices_minor }: PricesBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OfferView>> {
    requirePrices(prices_minor);
    const command = { kind: 'publish-price-version', pricesMinor: prices_minor } as const;
    return this.change(offerId, command, context, revision);
  }

  @Post(':offer_id/withdraw')
  @Roles('admin')
  @ApiOperation({ summary: 'Sell an offer no more' })
  @ApiOkResponse({ type: OfferView })
  withdraw(
    @Param('offer_id') offerId: string,
    @Body() { reason }: ReasonBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<OfferView>> {
    return this.change(offerId, { kind: 'withdraw', reason }, context, revision);
  }

  private async change(
    offerId: string,
    command: OfferCommand,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<OfferView>> {
    const { state, revision } = await this.commands.execute(
      new CarryOut(offerAggregate, offerId, command, context, { expectedRevision }),
    );
    return changed(viewOf(offerId, state, revision), revision);
  }
}

function viewOf(offerId: string, state: OfferState, revision: number): OfferView {
  if (state.status === 'none') throw notFound('offer', offerId);
  return offerView(state, revision);
}
