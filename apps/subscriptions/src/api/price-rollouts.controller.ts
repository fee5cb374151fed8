import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { decodeCursor, pageOf, PageQuery, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { ROLLOUT } from '../application/aggregates';
import { RehearseRollout } from '../application/price-rollout/rehearse';
import { RolloutPrograms } from '../application/price-rollout/rollout-programs';
import type { RolloutCommand } from '../domain/rollout/decider';
import { rolloutNotFound } from '../domain/rollout/errors';
import type { Rollout } from '../domain/rollout/state';
import { PriceRolloutListQuery } from '../projections/price-rollout-list/query';
import {
  PriceRolloutDto,
  PriceRolloutPageView,
  PriceRolloutView,
  RehearsalView,
  rehearsalView,
  rolloutPlan,
  rolloutView,
  StartCohortDto,
} from './price-rollout.dto';

@ApiTags('price roll-outs')
@Controller('v1/price-rollouts')
@Roles('admin', 'finance')
export class PriceRolloutsController {
  constructor(
    private readonly runner: CommandRunner,
    private readonly programs: RolloutPrograms,
    private readonly rehearsing: RehearseRollout,
    private readonly rollouts: PriceRolloutListQuery,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({
    summary: "Plan how a plan's programs move to the prices of a later version",
    description:
      'Tells and moves nobody: rehearse it, then start one cohort after the other. The same plan again answers with the roll-out as it is.',
  })
  @ApiCreatedResponse({ type: PriceRolloutView })
  async plan(
    @Body() body: PriceRolloutDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    const plan = rolloutPlan(body);
    await this.programs.terms(plan);
    const { rolloutId } = plan;
    const { state, revision } = await this.runner.execute(
      ROLLOUT,
      rolloutId,
      { kind: 'plan', plan },
      context,
    );
    const location = `/v1/price-rollouts/${rolloutId}`;
    return new Reply(rolloutView(state as Rollout), { status: 201, revision, location });
  }

  @Get()
  @ApiOperation({ summary: 'All price roll-outs by id, and how far each is' })
  @ApiOkResponse({ type: PriceRolloutPageView })
  async list(@Query() query: PageQuery): Promise<Page<PriceRolloutView>> {
    const after = query.cursor === undefined ? undefined : String(decodeCursor(query.cursor)[0]);
    const { ids, position } = await this.rollouts.list(after, rowsToRead(query));
    const page = pageOf(ids, query.limit, (id) => [id], position);
    const items = await Promise.all(page.items.map(async (id) => (await this.load(id)).state));
    return { ...page, items: items.map(rolloutView) };
  }

  @Get(':id')
  @ApiOperation({ summary: 'How far a price roll-out is' })
  @ApiOkResponse({ type: PriceRolloutView })
  async find(@Param('id') id: string): Promise<Reply<PriceRolloutView>> {
    const { state, revision } = await this.load(id);
    return new Reply(rolloutView(state), { revision });
  }

  @Get(':id/rehearsal')
  @ApiOperation({
    summary: 'What each cohort would be told if it were started now; changes nothing',
    description: 'Amounts are those of the first cycle at the new prices, before tax.',
  })
  @ApiOkResponse({ type: RehearsalView })
  async rehearse(@Param('id') id: string): Promise<RehearsalView> {
    const { state } = await this.load(id);
    return rehearsalView(await this.rehearsing.rehearse(state, this.clock.now()));
  }

  @Post(':id/starts')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Start a cohort: its customers are told from now on' })
  @ApiOkResponse({ type: PriceRolloutView })
  start(
    @Param('id') id: string,
    @Body() { cohort }: StartCohortDto,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    return this.carryOut(id, { kind: 'start-cohort', cohort, now: context.now }, revision, context);
  }

  @Post(':id/pauses')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({
    summary: 'Pause: nobody further is told, no cohort is started; who was told is moved',
  })
  @ApiOkResponse({ type: PriceRolloutView })
  pause(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    return this.carryOut(id, { kind: 'pause' }, revision, context);
  }

  @Post(':id/resumptions')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Go on, with the cohort that was paused if one was under way' })
  @ApiOkResponse({ type: PriceRolloutView })
  resume(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    return this.carryOut(id, { kind: 'resume', now: context.now }, revision, context);
  }

  @Post(':id/stops')
  @HttpCode(200)
  @Roles('admin')
  @ApiOperation({ summary: 'Stop for good: who was not moved yet keeps the price, told or not' })
  @ApiOkResponse({ type: PriceRolloutView })
  stop(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    return this.carryOut(id, { kind: 'stop', now: context.now }, revision, context);
  }

  private async load(id: string): Promise<{ state: Rollout; revision: number }> {
    const { state, revision } = await this.runner.load(ROLLOUT, id);
    if (state.status === 'none') throw rolloutNotFound(id);
    return { state, revision };
  }

  private async carryOut(
    id: string,
    command: RolloutCommand,
    expectedRevision: number,
    context: CommandContext,
  ): Promise<Reply<PriceRolloutView>> {
    await this.load(id);
    const options = { expectedRevision };
    const { state, revision } = await this.runner.execute(ROLLOUT, id, command, context, options);
    return new Reply(rolloutView(state as Rollout), { revision });
  }
}
