import { Caller, CommandCtx, ExpectedRevision, Roles } from '@continuo/http/decorators';
import { PageQuery } from '@continuo/http/paging';
import type { Principal } from '@continuo/http/principal';
import type { Page, Reply } from '@continuo/http/reply';
import type { CommandContext } from '@continuo/kernel/command-context';
import { deriveId } from '@continuo/kernel/ids';
import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { callCentreAggregate } from '../../application/aggregates';
import type { CallCentreState } from '../../domain/call-centre/decider';
import { boundTo } from '../access';
import { CallCentreBody, CallCentreView } from './call-centre.dto';
import { RenameBody } from './product.dto';
import { Shelves } from './shelf';

const CALL_CENTRE = {
  aggregate: callCentreAggregate,
  kind: 'callcentre',
  name: 'call-centre',
  view: callCentreView,
} as const;

@ApiTags('catalogue')
@Controller('v1/call-centres')
export class CallCentresController {
  private readonly callCentres;

  constructor(shelves: Shelves) {
    this.callCentres = shelves.of(CALL_CENTRE);
  }

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
    const location = `/v1/call-centres/${callCentreId}`;
    return this.callCentres.create(callCentreId, { kind: 'register', terms }, context, location);
  }

  @Get()
  @Roles('finance', 'integration')
  @ApiOperation({ summary: 'List call centres by id' })
  list(@Query() page: PageQuery): Promise<Page<CallCentreView>> {
    return this.callCentres.page(page);
  }

  @Get(':call_centre_id')
  @Roles('agent', 'supervisor', 'call-centre', 'finance', 'integration')
  @ApiOperation({ summary: 'A call centre' })
  @ApiOkResponse({ type: CallCentreView })
  get(
    @Param('call_centre_id') callCentreId: string,
    @Caller() principal: Principal,
  ): Promise<Reply<CallCentreView>> {
    const centre = boundTo(principal);
    return this.callCentres.get(callCentreId, undefined, () => {
      return centre === null || centre === callCentreId;
    });
  }

  @Post(':call_centre_id/rename')
  @Roles('admin')
  @ApiOperation({ summary: 'Give a call centre another name' })
  @ApiOkResponse({ type: CallCentreView })
  rename(
    @Param('call_centre_id') callCentreId: string,
    @Body() { name }: RenameBody,
    @CommandCtx() context: CommandContext,
    @ExpectedRevision() expectedRevision: number,
  ): Promise<Reply<CallCentreView>> {
    return this.callCentres.change(
      callCentreId,
      { kind: 'rename', name },
      context,
      expectedRevision,
    );
  }
}

function callCentreView(centre: CallCentreState, revision: number): CallCentreView | undefined {
  if (centre.status === 'none') return undefined;
  return { call_centre_id: centre.callCentreId, name: centre.name, revision };
}
