import type { AsOf } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { offerAggregate } from '../../application/aggregates';
import { CreateOffer } from '../../application/create-offer/create-offer.command';
import { requirePrices } from '../../application/selling/catalogue-check';
import type { OfferState } from '../../domain/offer/state';
import { OfferBody, offerView, OfferView } from './offer.dto';
import { PricesBody, ReasonBody } from './product.dto';
import { Shelves } from './shelf';

const OFFER = {
  aggregate: offerAggregate,
  kind: 'offer',
  name: 'offer',
  view: (state: OfferState, revision: number) =>
    state.status === 'none' ? undefined : offerView(state, revision),
} as const;

@ApiTags('catalogue')
@Controller('v1/offers')
export class OffersController {
  private readonly offers;

  constructor(
    private readonly commands: CommandBus,
    shelves: Shelves,
  ) {
    this.offers = shelves.of(OFFER);
  }

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
    const offer = await this.commands.execute(new CreateOffer(terms, body.prices_minor, context));
    return this.offers.created(offerId, offer, `/v1/offers/${offerId}`);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'List offers by id' })
  list(@Query() page: PageQuery): Promise<Page<OfferView>> {
    return this.offers.page(page);
  }

  @Get(':offer_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'An offer with all its price versions' })
  @ApiOkResponse({ type: OfferView })
  get(
    @Param('offer_id') offerId: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<OfferView>> {
    return this.offers.get(offerId, asOf);
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
    return this.offers.change(offerId, command, context, revision);
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
    return this.offers.change(offerId, { kind: 'withdraw', reason }, context, revision);
  }
}
