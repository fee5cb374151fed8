import { CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { mapPage, numbersIn, pageOf, PageQuery, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ResolveAttemptCommand } from '../application/resolve-attempt/resolve-attempt.command';
import { PaymentWorkQuery } from '../projections/payment-work/query';
import { ResolutionDto, WorkItemView, WorkListView } from './payment-work.dto';
import { PaymentView } from './payment.dto';
import { paymentView } from './payment.view';

@ApiTags('payments')
@Controller('v1/payments')
@Roles('finance')
export class PaymentWorkController {
  constructor(
    private readonly commands: CommandBus,
    private readonly work: PaymentWorkQuery,
  ) {}

  @Get('work-list')
  @ApiOperation({ summary: 'What about money waits for a person, longest first' })
  @ApiOkResponse({ type: WorkListView })
  async list(@Query() query: PageQuery): Promise<Page<WorkItemView>> {
    const after = numbersIn(query.cursor)[0];
    const { rows, position } = await this.work.list(after, rowsToRead(query));
    const page = pageOf(rows, query.limit, (row) => [row.position], position);
    return mapPage(page, ({ position: _, ...row }) => row);
  }

  @Post(':id/resolutions')
  @ApiOperation({
    summary:
      'Say what became of an attempt that the gateway does not tell about; it is never re-sent',
  })
  @ApiOkResponse({ type: PaymentView })
  async resolve(
    @Param('id') id: string,
    @Body() body: ResolutionDto,
    @ExpectedRevision() expectedRevision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PaymentView>> {
    const { attempt_id: attemptId, ...finding } = body;
    const { state, revision } = await this.commands.execute(
      new ResolveAttemptCommand(id, { attemptId, ...finding }, expectedRevision, {
        ...context,
        reason: context.reason ?? finding.reason,
      }),
    );
    return new Reply(paymentView(state), { revision });
  }
}
