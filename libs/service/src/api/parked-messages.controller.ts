import { NoIdempotencyKey, Roles } from '@continuo/http/decorators';
import { TextField } from '@continuo/http/fields';
import { Reply } from '@continuo/http/reply';
import { MESSAGING, type Messaging, type ParkedMessage } from '@continuo/messaging/messaging';
import { Body, Controller, Get, Inject, Param, Post, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { asCloudEvent } from './feed.controller';

class ParkedQuery {
  @TextField({ optional: true, max: 50, description: 'consumer group', example: 'payments' })
  group?: string;
}

class DropBody {
  @TextField({ max: 500, example: 'Order was entered twice; agreed with finance.' })
  reason!: string;
}

/** Messages that no retry could deliver: somebody has to look. */
@ApiTags('operations')
@Controller('v1/parked-messages')
export class ParkedMessagesController {
  constructor(@Inject(MESSAGING) private readonly messaging: Messaging) {}

  @Get()
  @Roles('integration')
  @ApiOperation({
    summary: 'Parked messages, each with its reason, and those that wait behind them',
  })
  async list(@Query() query: ParkedQuery): Promise<object> {
    return { items: (await this.messaging.parked(query.group)).map(view) };
  }

  @Post(':group/:id/replays')
  @Roles('integration')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'Deliver a parked message again, and those behind it in order' })
  async replay(@Param('group') group: string, @Param('id') id: string): Promise<Reply<object>> {
    await this.messaging.replay(group, id);
    return new Reply({ replayed: id }, { status: 202 });
  }

  @Post(':group/:id/drops')
  @Roles('integration')
  @NoIdempotencyKey()
  @ApiOperation({ summary: 'Give a parked message up, for a reason that is kept' })
  async drop(
    @Param('group') group: string,
    @Param('id') id: string,
    @Body() body: DropBody,
  ): Promise<object> {
    await this.messaging.drop(group, id, body.reason);
    return { dropped: id };
  }
}

function view(parked: ParkedMessage): object {
  return {
    group: parked.group,
    reason: parked.reason,
    attempts: parked.attempts,
    parked_at: parked.parkedAt,
    message: asCloudEvent(parked.message),
  };
}
