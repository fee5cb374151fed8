import type { Actor } from '@continuo/kernel/actor';
import { readTraceparent } from '@continuo/tracing/traceparent';
import type { IntegrationMessage } from '../message';

/** A record as it is produced: CloudEvents 1.0, Kafka binary mode. */
export interface OutgoingRecord {
  readonly key: string;
  readonly value: string;
  readonly headers: Record<string, string>;
}

/** The headers of a record as they arrive: buffers, or several of them under one name. */
export type IncomingHeaders = Readonly<
  Record<string, Buffer | string | (Buffer | string)[] | undefined>
>;

/** What the headers say: the message without its data. */
export type Envelope = Omit<IntegrationMessage, 'data'>;

/** The headers are not those of a CloudEvent of ours; the message says what is wrong. */
export class EnvelopeError extends Error {
  constructor(problem: string) {
    super(`no CloudEvents envelope: ${problem}`);
    this.name = 'EnvelopeError';
  }
}

const JSON_TYPE = 'application/json';

export function toRecord(message: IntegrationMessage): OutgoingRecord {
  const { actor } = message;
  const headers: Record<string, string | undefined> = {
    'content-type': JSON_TYPE,
    ce_specversion: '1.0',
    ce_id: message.id,
    ce_type: message.type,
    ce_source: message.source,
    ce_subject: message.subject,
    ce_time: message.time,
    ce_sequence: String(message.sequence),
    ce_position: String(message.position),
    ce_correlationid: message.correlationId,
    ce_causationid: message.causationId,
    ce_actorkind: actor.kind,
    ce_actorid: actor.id,
    ce_actorcallcentreid: actor.callCentreId,
    ce_actorvia: actor.via,
    ce_callid: message.callId,
    ce_scriptversion: message.scriptVersion,
    traceparent: message.traceparent,
  };
  return { key: message.subject, value: JSON.stringify(message.data), headers: present(headers) };
}

/** Throws {@link EnvelopeError}. */
export function readEnvelope(headers: IncomingHeaders | undefined): Envelope {
  const reader = new HeaderReader(headers ?? {});
  const version = reader.required('ce_specversion');
  if (version !== '1.0') throw new EnvelopeError(`header ce_specversion is ${version}, not 1.0`);
  const contentType = reader.optional('content-type') ?? JSON_TYPE;
  if (contentType.split(';')[0]!.trim() !== JSON_TYPE)
    throw new EnvelopeError(`header content-type is ${contentType}, not ${JSON_TYPE}`);
  const time = reader.required('ce_time');
  if (Number.isNaN(Date.parse(time))) throw new EnvelopeError(`header ce_time is ${time}`);
  const actor = {
    kind: reader.required('ce_actorkind') as Actor['kind'],
    id: reader.required('ce_actorid'),
    callCentreId: reader.optional('ce_actorcallcentreid'),
    via: reader.optional('ce_actorvia'),
  };
  return {
    id: reader.required('ce_id'),
    type: reader.required('ce_type'),
    source: reader.required('ce_source'),
    subject: reader.required('ce_subject'),
    sequence: reader.count('ce_sequence'),
    position: reader.count('ce_position'),
    time,
    actor: present(actor),
    correlationId: reader.required('ce_correlationid'),
    ...present({
      causationId: reader.optional('ce_causationid'),
      callId: reader.optional('ce_callid'),
      scriptVersion: reader.optional('ce_scriptversion'),
      // One that is no traceparent begins another trace: no reason not to read the message.
      traceparent: readTraceparent(reader.optional('traceparent')),
    }),
  };
}

class HeaderReader {
  constructor(private readonly headers: IncomingHeaders) {}

  optional(name: string): string | undefined {
    const value = this.headers[name];
    if (value === undefined || value === null) return undefined;
    if (Array.isArray(value)) throw new EnvelopeError(`header ${name} is there more than once`);
    return typeof value === 'string' ? value : value.toString('utf8');
  }

  required(name: string): string {
    const text = this.optional(name);
    if (!text) throw new EnvelopeError(`header ${name} is missing`);
    return text;
  }

  count(name: string): number {
    const text = this.required(name);
    const value = Number(text);
    if (!/^\d+$/.test(text) || !Number.isSafeInteger(value))
      throw new EnvelopeError(`header ${name} is ${text}, not a whole number`);
    return value;
  }
}

/** Without the fields that are undefined. */
function present<T extends object>(fields: T): { [K in keyof T]: Exclude<T[K], undefined> } {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]: Exclude<T[K], undefined> };
}
