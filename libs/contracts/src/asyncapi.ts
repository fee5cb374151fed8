import type { MessageType } from './message-type';
import { MESSAGE_TYPES } from './registry';

const CLOUD_EVENT_HEADERS = {
  type: 'object',
  description: 'CloudEvents 1.0, Kafka binary mode',
  required: [
    'ce_specversion',
    'ce_id',
    'ce_type',
    'ce_source',
    'ce_subject',
    'ce_time',
    'ce_sequence',
  ],
  properties: {
    ce_specversion: { type: 'string', const: '1.0' },
    ce_id: {
      type: 'string',
      format: 'uuid',
      description: 'dedupe by it: delivery is at least once',
    },
    ce_type: { type: 'string' },
    ce_source: { type: 'string', description: '`/continuo/<service>`' },
    ce_subject: {
      type: 'string',
      description: 'id of the aggregate, and the key: order is kept within it',
    },
    ce_time: { type: 'string', format: 'date-time' },
    ce_sequence: { type: 'string', description: 'grows within a subject, with gaps' },
    ce_position: { type: 'string', description: 'place in the record' },
    ce_correlationid: { type: 'string' },
    ce_causationid: { type: 'string', description: 'the message or command that caused it' },
    ce_actorkind: { type: 'string', description: 'agent, customer, system, ...' },
    ce_actorid: { type: 'string' },
    ce_actorcallcentreid: { type: 'string' },
    ce_actorvia: { type: 'string', description: 'the key that spoke for the actor' },
    ce_callid: { type: 'string' },
    ce_scriptversion: { type: 'string' },
    traceparent: { type: 'string' },
  },
};

const componentRef = (type: string) => ({ $ref: `#/components/messages/${type}` });

/** The published events as an AsyncAPI 3 document, made from the registry of contracts. */
export function asyncApiDocument(messages: Iterable<MessageType> = MESSAGE_TYPES.values()): object {
  const all = [...messages];
  const byTopic = groupByTopic(all);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Continuo events',
      version: '1.0.0',
      description:
        'Integration events of the five services. Inside a version, changes are additive only: ignore fields you do not know.',
    },
    defaultContentType: 'application/json',
    channels: Object.fromEntries([...byTopic].map(([topic, of]) => [topic, channelOf(topic, of)])),
    operations: Object.fromEntries([...byTopic].map(([topic, of]) => operationOf(topic, of))),
    components: {
      messages: Object.fromEntries(all.map((message) => [message.type, messageOf(message)])),
    },
  };
}

function channelOf(topic: string, messages: readonly MessageType[]): object {
  return {
    address: topic,
    messages: Object.fromEntries(messages.map(({ type }) => [type, componentRef(type)])),
  };
}

function operationOf(topic: string, messages: readonly MessageType[]): [string, object] {
  const [first] = messages;
  const name = `publish-${first?.service ?? topic}`;
  const channel = { $ref: `#/channels/${topic}` };
  const of = messages.map(({ type }) => ({ $ref: `#/channels/${topic}/messages/${type}` }));
  return [name, { action: 'send', channel, messages: of }];
}

function messageOf({ type, summary, schema }: MessageType): object {
  // TypeBox keeps notes of its own under symbols: JSON drops them. `$id` would rebase the references.
  const { $id: _, ...payload } = JSON.parse(JSON.stringify(schema)) as Record<string, unknown>;
  return { name: type, title: type, summary, headers: CLOUD_EVENT_HEADERS, payload };
}

function groupByTopic(messages: readonly MessageType[]): Map<string, MessageType[]> {
  const topics = new Map<string, MessageType[]>();
  for (const message of messages) {
    const known = topics.get(message.topic);
    if (known) known.push(message);
    else topics.set(message.topic, [message]);
  }
  return topics;
}
