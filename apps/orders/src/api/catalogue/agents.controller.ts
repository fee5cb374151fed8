import { CommandRunner } from '@continuo/event-store/command-runner';
import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { notFound } from '@continuo/kernel/domain-error';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { agentAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import { RegisterAgent } from '../../application/register-agent/register-agent.command';
import { CatalogueCheck } from '../../application/selling/catalogue-check';
import type { AgentCommand, AgentState } from '../../domain/agent/decider';
import { CatalogueQuery } from '../../projections/catalogue/query';
import { boundTo } from '../access';
import { AgentBody, AgentView, MoveAgentBody } from './call-centre.dto';
import { ReasonBody } from './product.dto';
import { changed, created, listOf } from './reply-of';

@ApiTags('catalogue')
@Controller('v1/agents')
export class AgentsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
    private readonly check: CatalogueCheck,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Register an agent of a call centre' })
  @ApiCreatedResponse({ type: AgentView })
  async register(
    @Body() body: AgentBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<AgentView>> {
    const agentId = body.agent_id ?? deriveId('agt', context.commandId);
    const terms = { agentId, name: body.name, callCentreId: body.call_centre_id };
    const { state, revision } = await this.commands.execute(new RegisterAgent(terms, context));
    return created(viewOf(agentId, state, revision), revision, `/v1/agents/${agentId}`);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List agents by id' })
  async list(@Query() page: PageQuery): Promise<Page<AgentView>> {
    return listOf(
      this.catalogue,
      'agent',
      page,
      (id) => this.runner.load(agentAggregate, id),
      (state, revision) => viewOf('', state, revision),
    );
  }

  @Get(':agent_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'An agent' })
  @ApiOkResponse({ type: AgentView })
  async get(
    @Param('agent_id') agentId: string,
    @Caller() principal: Principal,
  ): Promise<Reply<AgentView>> {
    const { state, revision } = await this.runner.load(agentAggregate, agentId);
    const centre = boundTo(principal);
    if (centre !== null && (state.status === 'none' || state.callCentreId !== centre)) {
      throw notFound('agent', agentId);
    }
    return changed(viewOf(agentId, state, revision), revision);
  }

  @Post(':agent_id/move')
  @Roles('admin')
  @ApiOperation({ summary: 'Move an agent to another call centre; past sales keep theirs' })
  @ApiOkResponse({ type: AgentView })
  async move(
    @Param('agent_id') agentId: string,
    @Body() { call_centre_id }: MoveAgentBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<AgentView>> {
    await this.check.requireCallCentre(call_centre_id);
    const command = { kind: 'move', callCentreId: call_centre_id } as const;
    return this.change(agentId, command, context, revision);
  }

  @Post(':agent_id/leave')
  @Roles('admin')
  @ApiOperation({ summary: 'An agent has left and sells no more' })
  @ApiOkResponse({ type: AgentView })
  leave(
    @Param('agent_id') agentId: string,
    @Body() { reason }: ReasonBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() revision: number,
  ): Promise<Reply<AgentView>> {
    return this.change(agentId, { kind: 'leave', reason }, context, revision);
  }

  private async change(
    agentId: string,
    command: AgentCommand,
    context: CommandContext,
    expectedRevision: number,
  ): Promise<Reply<AgentView>> {
    const { state, revision } = await this.commands.execute(
      new CarryOut(agentAggregate, agentId, command, context, { expectedRevision }),
    );
    return changed(viewOf(agentId, state, revision), revision);
  }
}

function viewOf(agentId: string, state: AgentState, revision: number): AgentView {
  if (state.status === 'none') throw notFound('agent', agentId);
  const { name, callCentreId, status } = state;
  return { agent_id: state.agentId, name, call_centre_id: callCentreId, status, revision };
}
