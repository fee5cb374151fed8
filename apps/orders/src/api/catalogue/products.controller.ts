import { type AsOf, CommandRunner, type Folded } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { productAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import { requirePrices } from '../../application/selling/catalogue-check';
import type { ProductCommand } from '../../domain/product/decider';
import type { ProductState } from '../../domain/product/state';
import { CatalogueQuery } from '../../projections/catalogue/query';
import {
  PricesBody,
  ProductBody,
  productView,
  ProductView,
  ReasonBody,
  RenameBody,
} from './product.dto';
import { changed, created, listOf } from './reply-of';

@ApiTags('catalogue')
@Controller('v1/products')
export class ProductsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Register a product' })
  @ApiCreatedResponse({ type: ProductView })
  async register(
    @Body() body: ProductBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<ProductView>> {
    requirePrices(body.prices_minor);
    const terms = {
      sku: body.sku,
      name: body.name,
      pricesMinor: body.prices_minor,
      taxCategory: body.tax_category,
      returnable: body.returnable,
      shippingWeightGrams: body.shipping_weight_grams ?? null,
    };
    const { state, revision } = await this.execute(body.sku, { kind: 'register', terms }, context);
    const location = `/v1/products/${encodeURIComponent(body.sku)}`;
    return created(viewOf(body.sku, state, revision), revision, location);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'List products by SKU' })
  async list(@Query() page: PageQuery): Promise<Page<ProductView>> {
    return listOf(
      this.catalogue,
      'product',
      page,
      (id) => this.runner.load(productAggregate, id),
      (state, revision) => viewOf('', state, revision),
    );
  }

  @Get(':sku')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A product, now or as of an instant' })
  @ApiOkResponse({ type: ProductView })
  async get(
    @Param('sku') sku: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<ProductView>> {
    const { state, revision } = await this.runner.load(productAggregate, sku, asOf);
    return changed(viewOf(sku, state, revision), revision);
  }

  @Post(':sku/rename')
  @Roles('admin')
  @ApiOperation({ summary: 'Give a product another name' })
  @ApiOkResponse({ type: ProductView })
  rename(
    @Param('sku') sku: string,
    @Body() { name }: RenameBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<ProductView>> {
    return this.change(sku, { kind: 'rename', name }, context, revision);
  }

  @Post(':sku/reprice')
  @Roles('admin')
  @ApiOperation({ summary: 'Set the list prices of a product; offers keep their own' })
  @ApiOkResponse({ type: ProductView })
  reprice(
    @Param('sku') sku: string,
    @Body() { prices_minor }: PricesBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<ProductView>> {
    requirePrices(prices_minor);
    return this.change(sku, { kind: 'reprice', pricesMinor: prices_minor }, context, revision);
  }

  @Post(':sku/discontinue')
  @Roles('admin')
  @ApiOperation({ summary: 'Sell a product no more' })
  @ApiOkResponse({ type: ProductView })
  discontinue(
    @Param('sku') sku: string,
    @Body() { reason }: ReasonBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<ProductView>> {
    return this.change(sku, { kind: 'discontinue', reason }, context, revision);
  }

  private async change(
    sku: string,
    command: ProductCommand,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<ProductView>> {
    const { state, revision } = await this.execute(sku, command, context, { expectedRevision });
    return changed(viewOf(sku, state, revision), revision);
  }

  private execute(
    sku: string,
    command: ProductCommand,
    context: CommandContext,
    options: { expectedRevision?: number } = {},
  ): Promise<Folded<ProductState>> {
    return this.commands.execute(new CarryOut(productAggregate, sku, command, context, options));
  }
}

function viewOf(sku: string, state: ProductState, revision: number): ProductView {
  if (state.status === 'none') throw notFound('product', sku);
  return productView(state, revision);
}
