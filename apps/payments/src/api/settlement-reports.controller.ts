import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandCtx, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { invalid, notFound } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { SETTLEMENT_REPORT } from '../application/aggregates';
import { RecordSettlementCommand } from '../application/record-settlement/record-settlement.command';
import {
  type OpenSettlementFile,
  SETTLEMENT_FILE,
  SETTLEMENT_SOURCES,
  type SettlementSource,
  type SettlementSources,
} from '../application/settlement-source';
import { SettlementReportDto, SettlementReportView } from './reconciliation.dto';
import { reportView } from './reconciliation.view';

@ApiTags('reconciliation')
@Controller('v1/settlement-reports')
@Roles('finance')
export class SettlementReportsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    @Inject(SETTLEMENT_SOURCES) private readonly accounts: SettlementSources,
    @Inject(SETTLEMENT_FILE) private readonly openFile: OpenSettlementFile,
  ) {}

  @Post()
  @ApiOperation({
    summary: 'Record what a processor has settled: its fees are posted, its lines are matched',
  })
  @ApiCreatedResponse({ type: SettlementReportView })
  async record(
    @Body() body: SettlementReportDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<SettlementReportView>> {
    const { source, from, until } = body;
    const period = { from, until };
    const command = new RecordSettlementCommand(this.sourceOf(body), source, period, context);
    const report = await this.commands.execute(command);
    const location = `/v1/settlement-reports/${report.reportId}`;
    return new Reply(reportView(report), { status: 201, revision: 0, location });
  }

  @Get(':id')
  @ApiOperation({ summary: 'What a report brought' })
  @ApiOkResponse({ type: SettlementReportView })
  async find(@Param('id') id: string): Promise<Reply<SettlementReportView>> {
    const { state, revision } = await this.runner.load(SETTLEMENT_REPORT, id);
    if (!state) throw notFound('settlement-report', id);
    return new Reply(reportView(state), { revision });
  }

  private sourceOf({ source, processor, csv }: SettlementReportDto): SettlementSource {
    if (source === 'processor') {
      if (csv !== undefined)
        throw invalid('settlement-source', '/csv', 'Send csv with source file only.');
      return this.accountOf(processor);
    }
    if (csv === undefined)
      throw invalid('settlement-source', '/csv', 'Send the report as csv, or source processor.');
    if (processor === undefined)
      throw invalid('settlement-source', '/processor', 'Say whose report it is.');
    return this.openFile(processor, csv);
  }

  /** What an account says itself; where there is one alone it need not be named. */
  private accountOf(name: string | undefined): SettlementSource {
    const names = [...this.accounts.keys()];
    const asked = name ?? (names.length === 1 ? names[0] : undefined);
    const found = asked === undefined ? undefined : this.accounts.get(asked);
    if (found) return found;
    const detail = `Name one of the processor accounts: ${names.join(', ')}.`;
    throw invalid('settlement-source', '/processor', detail);
  }
}
