import { systemActor } from '@continuo/kernel/actor';
import { deriveUuid } from '@continuo/kernel/ids';
import type { Instant } from '@continuo/kernel/instant';
import type { IntegrationMessage } from '../message';
import { type Envelope, type IncomingHeaders, readEnvelope } from './cloud-event';
import { serviceOf } from './topics';

/** A record as kafkajs hands it over, and where it stands. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  /** Milliseconds since 1970. */
  readonly timestamp: string;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers?: IncomingHeaders;
}

/** What a group makes of a record: nothing that concerns it is dropped in silence. */
export type Reading =
  | { readonly kind: 'message'; readonly message: IntegrationMessage }
  /** A type that the group has no handler for: counted. */
  | { readonly kind: 'ignored'; readonly type: string }
  /** It cannot be handled: parked with the reason. */
  | { readonly kind: 'refused'; readonly message: IntegrationMessage; readonly reason: string };

export interface ReadingRules {
  /** Types that the group handles. */
  readonly types: ReadonlySet<string>;
  readonly maxBytes: number;
}

const KEPT_CHARACTERS = 4_096;

/**
 * Decides about one record:
 * - no envelope of ours, no value (tombstone), another source than the topic's: parked for itself
 *   alone, because whoever produced it, our own messages of that subject need not wait for it;
 * - another version of a type the group handles, too large, no JSON: parked, and the later ones of
 *   its subject wait behind it, because it is the group's own work and its order counts;
 * - a type the group has no handler for: counted and ignored, it is on the topic for others.
 *
 * A gap in `sequence` is no fault: it is the revision of the stream, and not every event is
 * published. What is lost between records shows in the offsets, see `Partition`.
 */
export function readRecord(record: IncomingRecord, { types, maxBytes }: ReadingRules): Reading {
  let envelope: Envelope;
  try {
    envelope = readEnvelope(record.headers);
  } catch (error) {
    return stray(record, record.value ? (error as Error).message : TOMBSTONE);
  }
  const { type, source } = envelope;
  const handled = types.has(type);
  const near = handled ? undefined : otherVersion(type, types);
  if (!handled && near === undefined) return { kind: 'ignored', type };
  const service = serviceOf(record.topic);
  if (source !== `/continuo/${service}` || serviceOf(type) !== service) {
    return stray(record, `${type} from ${source} does not belong on topic ${record.topic}`);
  }
  if (!record.value) return stray(record, TOMBSTONE);
  const [data, problem] = parse(record.value);
  const message = { ...envelope, data };
  if (problem !== undefined) return { kind: 'refused', message, reason: problem };
  if (near !== undefined) {
    const reason = `this release handles ${near}, not ${type}: deploy one that does, then replay`;
    return { kind: 'refused', message, reason };
  }
  if (record.value.length > maxBytes) {
    const reason = `${record.value.length} bytes of data are more than ${maxBytes}: replay handles it all the same`;
    return { kind: 'refused', message, reason };
  }
  return { kind: 'message', message };
}

const TOMBSTONE = 'a tombstone: the record has no value';

/** The type of another version that the group handles, if it does. */
function otherVersion(type: string, types: ReadonlySet<string>): string | undefined {
  const name = type.replace(/\.v\d+$/, '.v');
  return [...types].find((handled) => handled.replace(/\.v\d+$/, '.v') === name);
}

function parse(value: Buffer): [data: unknown, problem?: string] {
  const text = value.toString('utf8');
  try {
    return [JSON.parse(text)];
  } catch {
    return [text.slice(0, KEPT_CHARACTERS), 'the value is not JSON'];
  }
}

/** A record that is no message of ours, in the form of one, so that it can be parked. */
function stray(record: IncomingRecord, reason: string): Reading {
  const { topic, partition, offset, key, value } = record;
  const id = deriveUuid('kafka-record', topic, partition, offset);
  const message: IntegrationMessage = {
    id,
    type: 'unreadable',
    source: topic,
    subject: id,
    sequence: 0,
    position: 0,
    time: new Date(Number(record.timestamp)).toISOString() as Instant,
    actor: systemActor('kafka'),
    correlationId: id,
    data: {
      topic,
      partition,
      offset,
      key: key?.toString('utf8').slice(0, KEPT_CHARACTERS) ?? null,
      headers: textsOf(record.headers),
      value: value?.toString('utf8').slice(0, KEPT_CHARACTERS) ?? null,
    },
  };
  return { kind: 'refused', message, reason };
}

function textsOf(headers: IncomingHeaders = {}): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, String(value).slice(0, KEPT_CHARACTERS)]),
  );
}
