import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { taxTableAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import { jurisdictionOf, type TaxTableState } from '../../domain/tax-table/decider';
import { CatalogueQuery } from '../../projections/catalogue/query';
import { changed, created, listOf } from './reply-of';
import { TaxTableBody, taxTableView, TaxTableView, taxTermsOf } from './tax-table.dto';

@ApiTags('catalogue')
@Controller('v1/tax-tables')
export class TaxTablesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

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
    const { state, revision } = await this.commands.execute(
      new CarryOut(taxTableAggregate, id, { kind: 'set-rates', terms }, context),
    );
    return created(viewOf(id, state, revision), revision, `/v1/tax-tables/${id}`);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List tax tables by jurisdiction' })
  async list(@Query() page: PageQuery): Promise<Page<TaxTableView>> {
    return listOf(
      this.catalogue,
      'taxtable',
      page,
      (id) => this.runner.load(taxTableAggregate, id),
      (state, revision) => viewOf('', state, revision),
    );
  }

  @Get(':jurisdiction')
  @Roles('finance', 'integration')
  @ApiOperation({ summary: "A jurisdiction's rates, now or as of an instant" })
  @ApiOkResponse({ type: TaxTableView })
  async get(
    @Param('jurisdiction') jurisdiction: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<TaxTableView>> {
    const { state, revision } = await this.runner.load(taxTableAggregate, jurisdiction, asOf);
    return changed(viewOf(jurisdiction, state, revision), revision);
  }
}

function viewOf(id: string, { terms }: TaxTableState, revision: number): TaxTableView {
  if (!terms) throw notFound('tax-table', id);
  return taxTableView(jurisdictionOf(terms), terms, revision);
}
