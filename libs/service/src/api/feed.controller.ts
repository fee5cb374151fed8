import { MESSAGE_TYPES } from '@continuo/contracts/registry';
import { invalid } from '@continuo/kernel/domain-error';
import { Roles } from '@continuo/http/decorators';
import { IntegerField, TextField } from '@continuo/http/fields';
import { decodeCursor, encodeCursor } from '@continuo/http/paging';
import type { IntegrationMessage } from '@continuo/messaging/message';
import { MESSAGING, type Messaging } from '@continuo/messaging/messaging';
import { Controller, Get, Headers, Inject, Query, Sse } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Observable } from 'rxjs';

class FeedQuery {
  @TextField({ optional: true, max: 200, description: 'next_cursor of the page before' })
  cursor?: string;

  @IntegerField({ optional: true, min: 1, max: 1000, example: 100 })
  limit?: number;

  @TextField({
    optional: true,
    max: 1000,
    description: 'message types, separated by commas; all when absent',
    example: 'continuo.orders.order-placed.v1',
  })
  types?: string;
}

const PAGE = 100;
const LIVE_POLL_MS = 250;

/** The published events over HTTP: for reconciliation without Kafka. */
@ApiTags('events')
@Controller('v1/events')
export class FeedController {
  constructor(@Inject(MESSAGING) private readonly messaging: Messaging) {}

  @Get()
  @Roles('integration', 'finance')
  @ApiOperation({ summary: 'Published events in the order of the record, from a cursor' })
  async page(@Query() query: FeedQuery): Promise<object> {
    const maxCount = query.limit ?? PAGE;
    const { messages, upTo } = await this.messaging.read({
      after: cursorPosition(query.cursor),
      maxCount,
      types: typesOf(query),
    });
    return {
      items: messages.map(asCloudEvent),
      has_more: messages.length === maxCount,
      next_cursor: encodeCursor([upTo]),
      position: upTo,
    };
  }

  @Sse('stream')
  @Roles('integration', 'finance')
  @ApiOperation({
    summary:
      'The same, live, as server-sent events; Last-Event-ID goes on where a connection broke',
  })
  stream(
    @Query() query: FeedQuery,
    @Headers('last-event-id') lastEventId?: string,
  ): Observable<{ id: string; type: string; data: object }> {
    const types = typesOf(query);
    let after = cursorPosition(lastEventId ?? query.cursor);
    return new Observable((subscriber) => {
      const follow = async (): Promise<void> => {
        while (!subscriber.closed) {
          const { messages, upTo } = await this.messaging.read({ after, maxCount: PAGE, types });
          for (const message of messages) {
            subscriber.next({
              id: encodeCursor([message.position]),
              type: message.type,
              data: asCloudEvent(message),
            });
          }
          after = upTo;
          if (messages.length < PAGE) await new Promise((wake) => setTimeout(wake, LIVE_POLL_MS));
        }
      };
      follow().catch((error: unknown) => subscriber.error(error));
    });
  }
}

function typesOf(query: FeedQuery): string[] | undefined {
  if (!query.types) return undefined;
  const types = query.types.split(',');
  const unknown = types.find((type) => !MESSAGE_TYPES.has(type));
  if (unknown !== undefined) {
    throw invalid(
      'unknown-message-type',
      '/types',
      `There is no message type ${unknown}; /asyncapi.json lists them.`,
    );
  }
  return types;
}

function cursorPosition(cursor: string | undefined): number {
  if (cursor === undefined) return 0;
  const [position] = decodeCursor(cursor);
  if (typeof position !== 'number')
    throw invalid('bad-cursor', '/cursor', 'Use next_cursor of the page before.');
  return position;
}

/** CloudEvents 1.0 in JSON, with our extensions in lower case as the specification asks. */
export function asCloudEvent(message: IntegrationMessage): object {
  return {
    specversion: '1.0',
    id: message.id,
    type: message.type,
    source: message.source,
    subject: message.subject,
    time: message.time,
    datacontenttype: 'application/json',
    sequence: message.sequence,
    position: message.position,
    correlationid: message.correlationId,
    causationid: message.causationId,
    traceparent: message.traceparent,
    data: message.data,
  };
}
