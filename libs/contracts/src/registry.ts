import * as collections from './collections';
import * as commissions from './commissions';
import * as fulfilment from './fulfilment';
import type { MessageType } from './message-type';
import * as orders from './orders';
import * as payments from './payments';
import * as prepaid from './prepaid';
import * as subscriptions from './subscriptions';

function isMessageType(value: unknown): value is MessageType {
  return typeof value === 'object' && value !== null && 'topic' in value && 'schema' in value;
}

/** Every integration event there is, by its type. */
export const MESSAGE_TYPES: ReadonlyMap<string, MessageType> = new Map(
  [orders, payments, collections, subscriptions, prepaid, fulfilment, commissions]
    .flatMap((module) => Object.values(module) as unknown[])
    .filter(isMessageType)
    .map((message) => [message.type, message]),
);
