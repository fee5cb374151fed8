import { Caller, Roles } from '@continuo/http/decorators';
import { decodeCursor, mapPage, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page } from '@continuo/http/reply';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { UpcomingCyclesQuery } from '../projections/upcoming-cycles/query';
import {
  UpcomingCyclePageView,
  UpcomingCyclesQueryDto,
  type UpcomingCycleView,
} from './subscription-list.dto';

@ApiTags('subscriptions')
@Controller('v1/upcoming-cycles')
@Roles('supervisor', 'call-centre', 'finance', 'integration')
export class UpcomingCyclesController {
  constructor(private readonly cycles: UpcomingCyclesQuery) {}

  @Get()
  @ApiOperation({
    summary: 'The next cycle of each program, the earliest first: what will be charged and shipped',
  })
  @ApiOkResponse({ type: UpcomingCyclePageView })
  async list(
    @Query() query: UpcomingCyclesQueryDto,
    @Caller() caller: Principal,
  ): Promise<Page<UpcomingCycleView>> {
    const [dueOn, id] = query.cursor === undefined ? [] : decodeCursor(query.cursor);
    const { rows, position } = await this.cycles.list({
      from: query.from,
      until: query.until,
      sku: query.sku,
      callCentreId: caller.callCentreId,
      after: dueOn === undefined ? undefined : [String(dueOn), String(id)],
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.due_on, row.subscription_id], position);
    return mapPage(page, ({ call_centre_id: _, ...row }) => row);
  }
}
