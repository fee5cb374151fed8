import { type EventStore, EVENT_STORE, type StoredReply } from '@continuo/event-store/event-store';
import {
  StorageFullError,
  StoreUnavailableError,
  WrongExpectedRevisionError,
} from '@continuo/event-store/errors';
import type { CommandContext } from '@continuo/kernel/command-context';
import { CLOCK } from '@continuo/kernel/clock';
import { DomainError } from '@continuo/kernel/domain-error';
import { UnavailableError } from '@continuo/kernel/unavailable-error';
import type { AsOf } from '@continuo/event-store/command-runner';
import {
  Body,
  Controller,
  Get,
  Headers,
  HttpCode,
  Module,
  Param,
  Post,
  Put,
  Query,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import { ACCESS_KEYS } from './access-keys';
import {
  AsOfParam,
  Caller,
  CommandCtx,
  ExpectedRevision,
  NoIdempotencyKey,
  Public,
  Roles,
  WaitMs,
} from './decorators';
import { FlagField, SkuField } from './fields';
import { PageQuery } from './paging';
import type { Principal } from './principal';
import { Reply } from './reply';
import { AddressDto, SampleOrderDto } from './sample-order.fixture';
import { SqliteAccessKeys } from './sqlite/sqlite-access-keys';

export const SAMPLE_ORDER = {
  name: 'Pat Doe',
  phone: '+12125550123',
  currency: 'USD',
  address: { line1: '1 Main Street', country: 'US' },
  lines: [{ sku: 'GLOW-30', quantity: 2 }],
};

export class SampleQuery extends PageQuery {
  @FlagField({ optional: true })
  open?: boolean;

  @SkuField({ optional: true, array: true })
  sku?: string[];
}

/** What the handlers were called with, for the specs to look at. */
export const seen: {
  orders: SampleOrderDto[];
  contexts: CommandContext[];
  hold?: Promise<void>;
  /** How often the list was read, and what it then reflects. */
  reads: number;
  reflected: (reads: number) => number;
} = { orders: [], contexts: [], reads: 0, reflected: (reads) => reads };

@Roles('agent', 'supervisor', 'call-centre', 'integration', 'vendor')
@Controller('v1/samples')
export class SampleController {
  @Post()
  @ApiOperation({ summary: 'Place' })
  async place(
    @Body() body: SampleOrderDto,
    @CommandCtx() context: CommandContext,
  ): Promise<Reply<object>> {
    await seen.hold;
    seen.orders.push(body);
    seen.contexts.push(context);
    return new Reply(
      { command_id: context.commandId, number: seen.orders.length },
      { status: 201, revision: 0, location: '/v1/samples/1' },
    );
  }

  @Put(':id')
  change(
    @Param('id') id: string,
    @ExpectedRevision() revision: number,
    @CommandCtx() context: CommandContext,
  ): object {
    if (revision !== 3) throw new WrongExpectedRevisionError(`sample-${id}`, revision, 3);
    return { command_id: context.commandId };
  }

  @Post('preview')
  @NoIdempotencyKey()
  preview(@Body() body: AddressDto): object {
    return body;
  }

  @Post('note')
  note(@Body() body: string): object {
    return { length: body.length };
  }

  @Get()
  @ApiOkResponse({ type: SampleOrderDto })
  list(@Query() query: SampleQuery): object {
    return query;
  }

  /** What a read model reflects, and it is read: one more each time. */
  @Get('listed')
  listed(): object {
    seen.reads += 1;
    return { items: [], position: seen.reflected(seen.reads) };
  }

  @Get('at')
  at(
    @AsOfParam() asOf: AsOf | undefined,
    @WaitMs() waitMs: number,
    @Caller() principal: Principal,
  ): object {
    return { as_of: asOf ?? null, wait_ms: waitMs, role: principal.role };
  }

  @Get('fails/:how')
  fails(@Param('how') how: string): never {
    if (how === 'not-found')
      throw new DomainError('sample-not-found', 'There is no sample x.', 'not-found', { id: 'x' });
    if (how === 'not-allowed') throw new DomainError('sample-cancelled', 'It is cancelled.');
    if (how === 'conflict') throw new WrongExpectedRevisionError('sample-1', 1, 2);
    if (how === 'full') throw new StorageFullError();
    if (how === 'record-away') throw new StoreUnavailableError('no answer within 10000 ms');
    if (how === 'unavailable') throw new UnavailableError('read-store', 'at 10.0.0.7:5432');
    throw new Error('the password is hunter2');
  }

  @Put(':id/left')
  @HttpCode(204)
  leave(): void {}

  @Get('supervised')
  @Roles('supervisor')
  supervised(): object {
    return {};
  }
}

@Public()
@Controller('v1/open')
export class OpenController {
  @Get()
  read(@Headers('x-anything') anything: string | undefined): object {
    return { anything: anything ?? null };
  }
}

/** The replies of an event store, and nothing else of it. */
export function replyStore(): Pick<EventStore, 'findReply' | 'saveReply' | 'seen'> & {
  replies: Map<string, StoredReply>;
} {
  const replies = new Map<string, StoredReply>();
  return {
    replies,
    seen: () => seen.orders.length,
    findReply: (key) => Promise.resolve(replies.get(key)),
    saveReply: (reply) => {
      if (!replies.has(reply.key)) replies.set(reply.key, reply);
      return Promise.resolve();
    },
  };
}

export const sampleKeys = SqliteAccessKeys.open(':memory:');
export const sampleReplies = replyStore();
export const agentKey = sampleKeys.create({
  role: 'agent',
  name: 'Nora',
  agentId: 'agt_nora',
  callCentreId: 'cc_north',
});

@Module({
  controllers: [SampleController, OpenController],
  providers: [
    { provide: EVENT_STORE, useValue: sampleReplies },
    { provide: CLOCK, useValue: { now: () => '2026-11-22T09:30:00.000Z' } },
    { provide: ACCESS_KEYS, useValue: sampleKeys },
  ],
})
export class SampleModule {}
