import { Caller, Roles } from '@continuo/http/decorators';
import type { Principal } from '@continuo/http/principal';
import { notFound } from '@continuo/kernel/domain-error';
import { Controller, Get, Param } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ExplainLine } from '../application/explain-line';
import { CommissionLinesQuery } from '../projections/commission-lines/query';
import { ExplainedLineView } from './commission-line.dto';
import { explainedLineView } from './commission-line.view';
import { mayRead, scopeOf } from './statement-scope';

@ApiTags('commission statements')
@Controller('v1/commission-lines')
@Roles('finance', 'agent', 'supervisor', 'call-centre')
export class CommissionLinesController {
  constructor(
    private readonly lines: CommissionLinesQuery,
    private readonly explanation: ExplainLine,
  ) {}

  @Get(':id')
  @ApiOperation({ summary: 'Explain this cent: the events and the rule that made a line' })
  @ApiOkResponse({ type: ExplainedLineView })
  async explain(
    @Param('id') id: string,
    @Caller() principal: Principal,
  ): Promise<ExplainedLineView> {
    const row = await this.lines.find(id);
    if (!row || !mayRead(scopeOf(principal), row)) throw notFound('commission-line', id);
    return explainedLineView(row, await this.explanation.events(row.order_id, id));
  }
}
