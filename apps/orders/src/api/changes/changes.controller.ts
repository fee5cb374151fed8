import { Caller, Roles } from '@continuo/http/decorators';
import { numbersIn, pageOf, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ChangesQuery } from '../../projections/changes/query';
import { boundTo } from '../access';
import { ChangesPageView, ChangesQueryDto, changeView } from './changes.dto';

/** What people changed: the history of a customer, an agent, a call. */
@ApiTags('changes')
@Controller('v1/changes')
export class ChangesController {
  constructor(private readonly changes: ChangesQuery) {}

  @Get()
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({
    summary: 'What people changed: of a customer, by an agent, on a call; oldest first',
    description:
      'A call centre sees what its own people did. What no person did (renewals, payments) is in the history of the program or order itself.',
  })
  @ApiOkResponse({ type: ChangesPageView })
  async list(
    @Query() query: ChangesQueryDto,
    @Caller() principal: Principal,
  ): Promise<ChangesPageView> {
    const { subscription_id, cursor } = query;
    const [position, line] = numbersIn(cursor, 2);
    const { rows, services, ...reflects } = await this.changes.list({
      customerId: query.customer_id,
      orderId: query.order_id,
      stream: subscription_id === undefined ? undefined : `subscription-${subscription_id}`,
      actorId: query.actor_id,
      actorKind: query.actor_kind,
      callId: query.call_id,
      change: query.change,
      field: query.field,
      from: query.from,
      until: query.until,
      callCentreId: boundTo(principal),
      after: position === undefined || line === undefined ? undefined : [position, line],
      maxCount: rowsToRead(query),
    });
    const page = pageOf(rows, query.limit, (row) => [row.position, row.line], reflects.position);
    return { ...page, items: page.items.map(changeView), services: [...services] };
  }
}
