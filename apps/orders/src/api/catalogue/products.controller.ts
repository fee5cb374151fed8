import type { AsOf } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { productAggregate } from '../../application/aggregates';
import { requirePrices } from '../../application/selling/catalogue-check';
import type { ProductState } from '../../domain/product/state';
import {
  PricesBody,
  ProductBody,
  productView,
  ProductView,
  ReasonBody,
  RenameBody,
} from './product.dto';
import { Shelves } from './shelf';

const PRODUCT = {
  aggregate: productAggregate,
  kind: 'product',
  name: 'product',
  view: (state: ProductState, revision: number) =>
    state.status === 'none' ? undefined : productView(state, revision),
} as const;

@ApiTags('catalogue')
@Controller('v1/products')
export class ProductsController {
  private readonly products;

  constructor(shelves: Shelves) {
    this.products = shelves.of(PRODUCT);
  }

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
    const location = `/v1/products/${encodeURIComponent(body.sku)}`;
    return this.products.create(body.sku, { kind: 'register', terms }, context, location);
  }

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'List products by SKU' })
  list(@Query() page: PageQuery): Promise<Page<ProductView>> {
    return this.products.page(page);
  }

  @Get(':sku')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A product, now or as of an instant' })
  @ApiOkResponse({ type: ProductView })
  get(@Param('sku') sku: string, @AsOfParam() asOf: AsOf | undefined): Promise<Reply<ProductView>> {
    return this.products.get(sku, asOf);
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
    return this.products.change(sku, { kind: 'rename', name }, context, revision);
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
    return this.products.change(
      sku,
      { kind: 'reprice', pricesMinor: prices_minor },
      context,
      revision,
    );
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
    return this.products.change(sku, { kind: 'discontinue', reason }, context, revision);
  }
}
