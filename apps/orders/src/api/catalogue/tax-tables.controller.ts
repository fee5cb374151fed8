import type { AsOf } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { taxTableAggregate } from '../../application/aggregates';
import { jurisdictionOf, type TaxTableState } from '../../domain/tax-table/decider';
import { Shelves } from './shelf';
import { TaxTableBody, taxTableView, TaxTableView, taxTermsOf } from './tax-table.dto';

const TAX_TABLE = {
  aggregate: taxTableAggregate,
  kind: 'taxtable',
  name: 'tax-table',
  view: ({ terms }: TaxTableState, revision: number) =>
    terms ? taxTableView(jurisdictionOf(terms), terms, revision) : undefined,
} as const;

@ApiTags('catalogue')
@Controller('v1/tax-tables')
export class TaxTablesController {
  private readonly taxTables;

  constructor(shelves: Shelves) {
    this.taxTables = shelves.of(TAX_TABLE);
  }

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: "Set a jurisdiction's rates; placed orders keep theirs" })
  @ApiCreatedResponse({ type: TaxTableView })
  async set(
    @Body() body: TaxTableBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<TaxTableView>> {
    const terms = taxTermsOf(body);
    const id = jurisdictionOf(terms);
    return this.taxTables.create(id, { kind: 'set-rates', terms }, context, `/v1/tax-tables/${id}`);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List tax tables by jurisdiction' })
  list(@Query() page: PageQuery): Promise<Page<TaxTableView>> {
    return this.taxTables.page(page);
  }

  @Get(':jurisdiction')
  @Roles('finance', 'integration')
  @ApiOperation({ summary: "A jurisdiction's rates, now or as of an instant" })
  @ApiOkResponse({ type: TaxTableView })
  get(
    @Param('jurisdiction') jurisdiction: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<TaxTableView>> {
    return this.taxTables.get(jurisdiction, asOf);
  }
}
