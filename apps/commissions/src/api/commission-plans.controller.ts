import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandCtx, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { Body, Controller, Get, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { PLAN_BOOK, PLAN_BOOK_ID } from '../application/aggregates';
import { PublishPlanCommand } from '../application/publish-plan/publish-plan.command';
import type { PlanVersion } from '../domain/commission-plan/events';
import {
  CommissionPlanListView,
  CommissionPlanTermsDto,
  CommissionPlanVersionView,
  PublishCommissionPlanDto,
} from './commission-plan.dto';
import { planView, termsOf } from './commission-plan.view';

@ApiTags('commission plans')
@Controller('v1/commission-plans')
@Roles('finance')
export class CommissionPlansController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Publish a commission plan, for sales from now on' })
  @ApiCreatedResponse({ type: CommissionPlanVersionView })
  async publish(
    @Body() body: PublishCommissionPlanDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CommissionPlanVersionView>> {
    const terms = termsOf(body.plan_id, body);
    return this.created(new PublishPlanCommand('publish-plan', terms, context));
  }

  @Post(':plan_id/versions')
  @ApiOperation({ summary: 'Publish a new version; sales made before keep theirs' })
  @ApiCreatedResponse({ type: CommissionPlanVersionView })
  async publishVersion(
    @Param('plan_id') planId: string,
    @Body() body: CommissionPlanTermsDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CommissionPlanVersionView>> {
    return this.created(new PublishPlanCommand('publish-version', termsOf(planId, body), context));
  }

  @Get()
  @ApiOperation({ summary: 'All plans, each in its latest version' })
  @ApiOkResponse({ type: CommissionPlanListView })
  async list(): Promise<Reply<CommissionPlanListView>> {
    const { state, revision } = await this.runner.load(PLAN_BOOK, PLAN_BOOK_ID);
    const items = [...state.plans.values()].flatMap((versions) => versions.at(-1) ?? []);
    return new Reply({ items: items.map(planView) }, { revision });
  }

  @Get(':plan_id')
  @ApiOperation({ summary: 'A plan in its latest version' })
  @ApiOkResponse({ type: CommissionPlanVersionView })
  async find(@Param('plan_id') planId: string): Promise<Reply<CommissionPlanVersionView>> {
    const { versions, revision } = await this.versions(planId);
    return new Reply(planView(latestOf(versions, planId)), { revision });
  }

  @Get(':plan_id/versions')
  @ApiOperation({ summary: 'All versions of a plan, oldest first' })
  @ApiOkResponse({ type: CommissionPlanListView })
  async listVersions(@Param('plan_id') planId: string): Promise<Reply<CommissionPlanListView>> {
    const { versions, revision } = await this.versions(planId);
    return new Reply({ items: versions.map(planView) }, { revision });
  }

  private async versions(planId: string) {
    const { state, revision } = await this.runner.load(PLAN_BOOK, PLAN_BOOK_ID);
    const versions = state.plans.get(planId);
    if (!versions) throw notFound('commission-plan', planId);
    return { versions, revision };
  }

  private async created(command: PublishPlanCommand): Promise<Reply<CommissionPlanVersionView>> {
    const { plan, revision } = await this.commands.execute(command);
    const location = `/v1/commission-plans/${plan.planId}`;
    return new Reply(planView(plan), { status: 201, revision, location });
  }
}

function latestOf(versions: readonly PlanVersion[], planId: string): PlanVersion {
  const latest = versions.at(-1);
  if (!latest) throw notFound('commission-plan', planId);
  return latest;
}
