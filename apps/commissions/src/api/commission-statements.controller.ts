import { Caller, Roles } from '@continuo/http/decorators';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CommissionLinesQuery } from '../projections/commission-lines/query';
import {
  CommissionStatementsQuery,
  type CurrencyTotals,
} from '../projections/commission-statements/query';
import { lineView } from './commission-line.view';
import {
  CommissionStatementView,
  StatementQueryDto,
  type StatementTotalsView,
} from './commission-statement.dto';
import { agentOf, scopeOf } from './statement-scope';

@ApiTags('commission statements')
@Controller('v1/commission-statements')
@Roles('finance', 'agent', 'supervisor', 'call-centre')
export class CommissionStatementsController {
  constructor(
    private readonly lines: CommissionLinesQuery,
    private readonly statements: CommissionStatementsQuery,
  ) {}

  @Get()
  @ApiOperation({
    summary: "An agent's commission of a month: totals per currency, and every line",
  })
  @ApiOkResponse({ type: CommissionStatementView })
  async read(
    @Query() query: StatementQueryDto,
    @Caller() principal: Principal,
  ): Promise<CommissionStatementView> {
    const scope = scopeOf(principal);
    const { period, limit, cursor } = query;
    const agentId = agentOf(scope, query.agent_id);
    const filter = { agentId, period, callCentreId: scope.callCentreId };
    const totals = await this.statements.totals(filter);
    const { rows, position } = await this.lines.ofStatement({
      ...filter,
      after: numbersIn(cursor)[0],
      maxCount: rowsToRead(query),
    });
    const page = mapPage(
      pageOf(rows, limit, (row) => [row.position], position),
      lineView,
    );
    return { agent_id: agentId, period, totals: totals.map(totalsView), ...page };
  }
}

function totalsView(totals: CurrencyTotals): StatementTotalsView {
  const total = totals.accrued_minor + totals.reversed_minor;
  return { ...totals, total_minor: total, pending_minor: total - totals.earned_minor };
}
