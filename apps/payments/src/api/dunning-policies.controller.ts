import { CommandRunner } from '@continuo/event-store/command-runner';
import { CommandCtx, NoIdempotencyKey, Roles } from '@continuo/http/decorators';
import { Reply } from '@continuo/http/reply';
import { CLOCK, type Clock } from '@continuo/kernel/clock';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { addMs } from '@continuo/kernel/instant';
import { Body, Controller, Get, HttpCode, Inject, Param, Post } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { DUNNING_POLICIES, DUNNING_POLICIES_ID } from '../application/aggregates';
import { PublishDunningPolicyCommand } from '../application/publish-dunning-policy/publish-dunning-policy.command';
import { DunningSimulator } from '../application/simulate-dunning/simulate-dunning';
import { BUILT_IN_POLICY } from '../domain/dunning/policy';
import { DeclinesQuery } from '../projections/declines/query';
import {
  DunningPolicyListView,
  DunningPolicyView,
  DunningSimulationView,
  DunningTermsDto,
  PublishDunningPolicyDto,
  SimulateDunningDto,
} from './dunning-policy.dto';
import { policyView, simulationView, termsOf } from './dunning-policy.view';

const DAYS_90_MS = 90 * 86_400_000;
/** Payments that one simulation looks at. */
const MOST_PAYMENTS = 1_000;

@ApiTags('dunning')
@Controller('v1/dunning-policies')
@Roles('finance')
export class DunningPoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly declines: DeclinesQuery,
    private readonly simulator: DunningSimulator,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Post()
  @ApiOperation({ summary: 'Publish a dunning policy, for declines from now on' })
  @ApiCreatedResponse({ type: DunningPolicyView })
  async publish(
    @Body() body: PublishDunningPolicyDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DunningPolicyView>> {
    const terms = termsOf(body.policy_id, body);
    return this.created(new PublishDunningPolicyCommand('publish-policy', terms, context));
  }

  @Post('simulate')
  @HttpCode(200)
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'What a policy would have made of past declines; changes nothing' })
  @ApiOkResponse({ type: DunningSimulationView })
  async simulate(@Body() body: SimulateDunningDto): Promise<DunningSimulationView> {
    const since = body.since ?? addMs(this.clock.now(), -DAYS_90_MS);
    const { paymentIds, position } = await this.declines.paymentsSince(since, MOST_PAYMENTS);
    const terms = termsOf('dun_simulated', body);
    const simulation = await this.simulator.run(terms, paymentIds, since);
    return simulationView(simulation, paymentIds.length, position);
  }

  @Post(':policy_id/versions')
  @ApiOperation({ summary: 'Publish a new version; what was decided before keeps its own' })
  @ApiCreatedResponse({ type: DunningPolicyView })
  async publishVersion(
    @Param('policy_id') policyId: string,
    @Body() body: DunningTermsDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<DunningPolicyView>> {
    const terms = termsOf(policyId, body);
    return this.created(new PublishDunningPolicyCommand('publish-version', terms, context));
  }

  @Get()
  @ApiOperation({ summary: 'All policies in their latest version, the built-in one last' })
  @ApiOkResponse({ type: DunningPolicyListView })
  async list(): Promise<Reply<DunningPolicyListView>> {
    const { state, revision } = await this.runner.load(DUNNING_POLICIES, DUNNING_POLICIES_ID);
    const latest = [...state.values()].flatMap((versions) => versions.at(-1) ?? []);
    return new Reply({ items: [...latest, BUILT_IN_POLICY].map(policyView) }, { revision });
  }

  @Get(':policy_id')
  @ApiOperation({ summary: 'All versions of a policy, oldest first' })
  @ApiOkResponse({ type: DunningPolicyListView })
  async versions(@Param('policy_id') policyId: string): Promise<Reply<DunningPolicyListView>> {
    const { state, revision } = await this.runner.load(DUNNING_POLICIES, DUNNING_POLICIES_ID);
    const versions = state.get(policyId);
    if (!versions) throw notFound('dunning-policy', policyId);
    return new Reply({ items: versions.map(policyView) }, { revision });
  }

  private async created(command: PublishDunningPolicyCommand): Promise<Reply<DunningPolicyView>> {
    const { policy, revision } = await this.commands.execute(command);
    const location = `/v1/dunning-policies/${policy.policyId}`;
    return new Reply(policyView(policy), { status: 201, revision, location });
  }
}
