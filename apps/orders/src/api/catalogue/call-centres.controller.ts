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
import { callCentreAggregate } from '../../application/aggregates';
import { CarryOut } from '../../application/carry-out/carry-out.command';
import type { CallCentreState } from '../../domain/call-centre/decider';
import { CatalogueQuery } from '../../projections/catalogue/query';
import { boundTo } from '../access';
import { CallCentreBody, CallCentreView } from './call-centre.dto';
import { RenameBody } from './product.dto';
import { changed, created, listOf } from './reply-of';

@ApiTags('catalogue')
@Controller('v1/call-centres')
export class CallCentresController {
  constructor(
    private readonly commands: CommandBus,
    private readonly runner: CommandRunner,
    private readonly catalogue: CatalogueQuery,
  ) {}

  @Post()
  @Roles('admin')
  @ApiOperation({ summary: 'Register a call centre' })
  @ApiCreatedResponse({ type: CallCentreView })
  async register(
    @Body() body: CallCentreBody,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<CallCentreView>> {
    const callCentreId = body.call_centre_id ?? deriveId('cc', context.commandId);
    const terms = { callCentreId, name: body.name };
    const command = { kind: 'register', terms } as const;
    const { state, revision } = await this.commands.execute(
      new CarryOut(callCentreAggregate, callCentreId, command, context),
    );
    const location = `/v1/call-centres/${callCentreId}`;
    return created(viewOf(callCentreId, state, revision), revision, location);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List call centres by id' })
  async list(@Query() page: PageQuery): Promise<Page<CallCentreView>> {
    return listOf(
      this.catalogue,
      'callcentre',
      page,
      (id) => this.runner.load(callCentreAggregate, id),
      (state, revision) => viewOf('', state, revision),
    );
  }

  @Get(':call_centre_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A call centre' })
  @ApiOkResponse({ type: CallCentreView })
  async get(
    @Param('call_centre_id') callCentreId: string,
    @Caller() principal: Principal,
  ): Promise<Reply<CallCentreView>> {
    const centre = boundTo(principal);
    if (centre !== null && centre !== callCentreId) throw notFound('call-centre', callCentreId);
    const { state, revision } = await this.runner.load(callCentreAggregate, callCentreId);
    return changed(viewOf(callCentreId, state, revision), revision);
  }

  @Post(':call_centre_id/rename')
  @Roles('admin')
  @ApiOperation({ summary: 'Give a call centre another name' })
  @ApiOkResponse({ type: CallCentreView })
  async rename(
    @Param('call_centre_id') callCentreId: string,
    @Body() { name }: RenameBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() expectedRevision: number,
  ): Promise<Reply<CallCentreView>> {
    const command = { kind: 'rename', name } as const;
    const { state, revision } = await this.commands.execute(
      new CarryOut(callCentreAggregate, callCentreId, command, context, { expectedRevision }),
    );
    return changed(viewOf(callCentreId, state, revision), revision);
  }
}

function viewOf(callCentreId: string, state: CallCentreState, revision: number): CallCentreView {
  if (state.status === 'none') throw notFound('call-centre', callCentreId);
  return { call_centre_id: state.callCentreId, name: state.name, revision };
}
