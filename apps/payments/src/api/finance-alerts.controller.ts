import { Roles } from '@continuo/http/decorators';
import { mapPage, numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Page } from '@continuo/http/reply';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { FinanceAlertsQuery } from '../projections/finance-alerts/query';
import {
  FinanceAlertPageView,
  FinanceAlertsQueryDto,
  FinanceAlertView,
} from './finance-alerts.dto';

@ApiTags('payments')
@Controller('v1/finance-alerts')
@Roles('finance')
export class FinanceAlertsController {
  constructor(private readonly alerts: FinanceAlertsQuery) {}

  @Get()
  @ApiOperation({
    summary: 'What finance was told of money that was refused or went wrong, latest first',
  })
  @ApiOkResponse({ type: FinanceAlertPageView })
  async list(@Query() query: FinanceAlertsQueryDto): Promise<Page<FinanceAlertView>> {
    const { code, payment_id: paymentId, cursor } = query;
    const before = numbersIn(cursor)[0];
    const filter = { code, paymentId, before };
    const { rows, position } = await this.alerts.list(filter, rowsToRead(query));
    const page = pageOf(rows, query.limit, (row) => [row.position], position);
    return mapPage(page, ({ position: _, ...row }) => row);
  }
}
