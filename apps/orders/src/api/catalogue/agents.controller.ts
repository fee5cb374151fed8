import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { agentAggregate } from '../../application/aggregates';
import { RegisterAgent } from '../../application/register-agent/register-agent.command';
import { CatalogueCheck } from '../../application/selling/catalogue-check';
import type { AgentState } from '../../domain/agent/decider';
import { boundTo } from '../access';
import { AgentBody, AgentView, MoveAgentBody } from './call-centre.dto';
import { ReasonBody } from './product.dto';
import { Shelves } from './shelf';

const AGENT = {
  aggregate: agentAggregate,
  kind: 'agent',
  name: 'agent',
  view: agentView,
} as const;

@ApiTags('catalogue')
@Controller('v1/agents')
export class AgentsController {
  private readonly agents;

  constructor(
    private readonly commands: CommandBus,
    private readonly check: CatalogueCheck,
    shelves: Shelves,
  ) {
    this.agents = shelves.of(AGENT);
  }

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
    const agent = await this.commands.execute(new RegisterAgent(terms, context));
    return this.agents.created(agentId, agent, `/v1/agents/${agentId}`);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List agents by id' })
  list(@Query() page: PageQuery): Promise<Page<AgentView>> {
    return this.agents.page(page);
  }

  @Get(':agent_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'An agent' })
  @ApiOkResponse({ type: AgentView })
  get(
    @Param('agent_id') agentId: string,
    @Caller() principal: Principal,
  ): Promise<Reply<AgentView>> {
    const centre = boundTo(principal);
    return this.agents.get(agentId, undefined, (agent) => {
      return centre === null || (agent.status !== 'none' && agent.callCentreId === centre);
    });
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
    return this.agents.change(agentId, command, context, revision);
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
    return this.agents.change(agentId, { kind: 'leave', reason }, context, revision);
  }
}

function agentView(agent: AgentState, revision: number): AgentView | undefined {
  if (agent.status === 'none') return undefined;
  const { agentId, name, callCentreId, status } = agent;
  return { agent_id: agentId, name, call_centre_id: callCentreId, status, revision };
}
