import { type AsOf, CommandRunner } from '@continuo/event-store/command-runner';
import { AsOfParam, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { decodeCursor, mapPage, pageOf, PageQuery, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PLAN } from '../application/aggregates';
import { PublishPlanCommand } from '../application/publish-plan/publish-plan.command';
import { planNotFound } from '../domain/plan/errors';
import { PlanListQuery } from '../projections/plan-list/query';
import {
  PlanPageView,
  PlanTermsDto,
  planTerms,
  planView,
  PlanView,
  PublishPlanDto,
} from './plan.dto';

@ApiTags('plans')
@Controller('v1/plans')
@Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
export class PlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly plans: PlanListQuery,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Publish a continuity plan: its version 1' })
  @ApiCreatedResponse({ type: PlanView })
  async publish(
    @Body() body: PublishPlanDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PlanView>> {
    const command = new PublishPlanCommand(body.plan_id, planTerms(body), undefined, context);
    const { version, terms, revision } = await this.commands.execute(command);
    return new Reply(planView(body.plan_id, version, terms), {
      status: 201,
      revision,
      location: `/v1/plans/${body.plan_id}`,
    });
  }

  @Post(':id/versions')
  @Roles('admin')
  @ApiOperation({ summary: 'Publish the next version; programs that were sold keep theirs' })
  @ApiCreatedResponse({ type: PlanView })
  async publishVersion(
    @Param('id') id: string,
    @Body() body: PlanTermsDto,
    @ExpectedRevision() expectedRevision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PlanView>> {
    const command = new PublishPlanCommand(id, planTerms(body), expectedRevision, context);
    const { version, terms, revision } = await this.commands.execute(command);
    return new Reply(planView(id, version, terms), {
      status: 201,
      revision,
      location: `/v1/plans/${id}`,
    });
  }

  @Get()
  @ApiOperation({ summary: 'All plans, each in its latest version' })
  @ApiOkResponse({ type: PlanPageView })
  async list(@Query() query: PageQuery): Promise<Page<PlanView>> {
    const after = query.cursor === undefined ? undefined : String(decodeCursor(query.cursor)[0]);
    const { rows, position } = await this.plans.list(after, rowsToRead(query));
    const page = pageOf(rows, query.limit, ({ planId }) => [planId], position);
    return mapPage(page, ({ planId, version, terms }) => planView(planId, version, terms));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One plan in its latest version, now or as of an instant or revision' })
  @ApiOkResponse({ type: PlanView })
  async find(
    @Param('id') id: string,
    @AsOfParam() asOf: AsOf | undefined,
  ): Promise<Reply<PlanView>> {
    const { state, revision } = await this.runner.load(PLAN, id, asOf);
    const latest = state.status === 'published' ? state.versions.at(-1) : undefined;
    if (state.status === 'none' || !latest) throw planNotFound(id);
    return new Reply(planView(id, state.versions.length, latest), { revision });
  }
}
