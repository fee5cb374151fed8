import { Roles } from '@continuo/http/decorators';
import { decodeCursor, mapPage, pageOf, rowsToRead } from '@continuo/http/paging';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FindBreaks } from '../application/find-breaks';
import { SETTLEMENT_DAYS } from '../domain/reconciliation/breaks';
import { BreaksQueryDto, ReconciliationView } from './reconciliation.dto';
import { breakView, totalView } from './reconciliation.view';

@ApiTags('reconciliation')
@Controller('v1/reconciliation')
@Roles('finance')
export class ReconciliationController {
  constructor(private readonly breaks: FindBreaks) {}

  @Get()
  @ApiOperation({
    summary: 'Where the ledger and the reports of processors differ: cause, event, age',
  })
  @ApiOkResponse({ type: ReconciliationView })
  async list(@Query() query: BreaksQueryDto): Promise<ReconciliationView> {
    const after = query.cursor === undefined ? undefined : cursorOf(query.cursor);
    const found = await this.breaks.page(query.cause, after, rowsToRead(query));
    const { breaks, agreed, totals, position } = found;
    const page = pageOf(breaks, query.limit, ({ kind, reference }) => [kind, reference], position);
    const { items, ...rest } = mapPage(page, breakView);
    return {
      agreed,
      settlement_days: SETTLEMENT_DAYS,
      totals: totals.map(totalView),
      items: [...items],
      ...rest,
    };
  }
}

function cursorOf(cursor: string) {
  const [kind, reference] = decodeCursor(cursor);
  return { kind: String(kind), reference: String(reference) };
}
