import { Caller, Roles } from '@continuo/http/decorators';
import { IdField, InstantField, NestedField, TextField } from '@continuo/http/fields';
import { mapPage, numbersIn, pageOf, PageQuery, PageView, rowsToRead } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page } from '@continuo/http/reply';
import { Controller, Get, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Approval, Change } from '../domain/subscription/change';
import type { ApprovalRequestRow } from '../projections/approval-requests/projection';
import { ApprovalRequestsQuery } from '../projections/approval-requests/query';
import { approvalView } from './approval.view';
import { changeView } from './change.view';
import { AskedChangesView } from './pending.view';

/** Changes of one program that wait for a supervisor. */
export class WaitingApprovalView extends AskedChangesView {
  @IdField('sub')
  subscription_id!: string;

  @IdField('cus')
  customer_id!: string;

  @InstantField()
  requested_at!: string;

  @TextField({ nullable: true })
  call_centre_id!: string | null;

  @TextField({ nullable: true })
  call_id!: string | null;

  @TextField({ nullable: true })
  script_version!: string | null;

  @TextField({ nullable: true })
  reason!: string | null;
}

export class WaitingApprovalPageView extends PageView {
  @NestedField(() => WaitingApprovalView, { array: true })
  items!: WaitingApprovalView[];
}

@ApiTags('subscription changes')
@Controller('v1/approval-requests')
@Roles('supervisor', 'call-centre')
export class ApprovalRequestsController {
  constructor(private readonly requests: ApprovalRequestsQuery) {}

  @Get()
  @ApiOperation({
    summary: 'Changes of programs that wait for a supervisor, the longest waiting first',
    description: 'A key of a call centre sees what its own people have asked for.',
  })
  @ApiOkResponse({ type: WaitingApprovalPageView })
  async list(
    @Query() query: PageQuery,
    @Caller() caller: Principal,
  ): Promise<Page<WaitingApprovalView>> {
    const { rows, position } = await this.requests.list({
      callCentreId: caller.callCentreId,
      after: numbersIn(query.cursor)[0],
      maxCount: rowsToRead(query),
    });
    return mapPage(
      pageOf(rows, query.limit, (row) => [row.position], position),
      waitingView,
    );
  }
}

function waitingView(row: ApprovalRequestRow): WaitingApprovalView {
  const { request_id: change_id, position: _, changes, approvals, ...rest } = row;
  return {
    change_id,
    ...rest,
    changes: (JSON.parse(changes) as readonly Change[]).map(changeView),
    approvals: (JSON.parse(approvals) as readonly Approval[]).map(approvalView),
  };
}
