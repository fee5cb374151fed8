import { NOW } from '@continuo/testing/examples';
import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import type { IntegrationMessage } from '../message';
import { toRecord } from './cloud-event';
import { Belfry, rung, toneOf, TYPE } from './kafka.fixture';
import type { KafkaMessaging } from './kafka-messaging';

/** A message of ours, as the relay produces it. */
function aRecord(changes: Partial<IntegrationMessage> = {}) {
  const sequence = changes.sequence ?? 0;
  return toRecord({
    id: `${changes.subject ?? 's'}-${sequence}`,
    type: TYPE,
    source: '/continuo/bells',
    subject: 's',
    sequence,
    position: sequence + 1,
    time: NOW,
    actor: { kind: 'system', id: 'spec' },
    correlationId: 'cor_1',
    data: { tone: `tone ${sequence}` },
    ...changes,
  });
}

describeWithKafka('records that are no messages for the group', () => {
  let engine: KafkaEngine;
  let belfry: Belfry;
  let messaging: KafkaMessaging;
  let heard: string[];

  beforeAll(() => {
    engine = new KafkaEngine();
    engine.start();
  }, 180_000);
  afterAll(() => engine.remove());
  beforeEach(async () => {
    belfry = await Belfry.open(engine.broker);
    heard = [];
    const handle = async (message: IntegrationMessage) => {
      heard.push(`${message.subject}: ${toneOf(message)}`);
    };
    messaging = await belfry.start([{ group: 'ears', type: TYPE, handle }], {
      maxMessageBytes: 2_000,
    });
  });
  afterEach(() => belfry.dispose());

  const settled = async () => messaging.caughtUp(await belfry.store.head());
  const parked = async (group?: string) =>
    (await messaging.parked(group)).map(({ message, reason, attempts }) => ({
      subject: message.subject,
      reason,
      attempts,
    }));
  const anId = expect.stringMatching(/^[0-9a-f-]{36}$/) as unknown as string;

  it.each([
    [
      'without an envelope',
      { key: 's', value: '{}' },
      'no CloudEvents envelope: header ce_specversion is missing',
    ],
    ['that is a tombstone', { key: 's', value: null }, 'a tombstone: the record has no value'],
    [
      'that is a tombstone with an envelope',
      { ...aRecord(), value: null },
      'a tombstone: the record has no value',
    ],
    [
      'of a foreign source',
      aRecord({ source: '/other-seller/bells' }),
      `${TYPE} from /other-seller/bells does not belong on topic continuo.bells.v1`,
    ],
  ])('parks one %s for itself: the subject goes on', async (_, stray, reason) => {
    await belfry.produce(stray, aRecord({ sequence: 1 }));
    await settled();
    expect(await parked()).toEqual([{ subject: anId, reason, attempts: 0 }]);
    expect(heard).toEqual(['s: tone 1']);
  });

  it('keeps what a stray record held, and lets a person drop it', async () => {
    await belfry.produce({ key: 'k', value: 'hello', headers: { 'x-from': 'a stranger' } });
    await settled();
    const { message } = (await messaging.parked())[0]!;
    expect(message.data).toEqual({
      topic: 'continuo.bells.v1',
      partition: 0,
      offset: '0',
      key: 'k',
      headers: { 'x-from': 'a stranger' },
      value: 'hello',
    });
    await expect(messaging.replay('ears', message.id)).rejects.toMatchObject({
      code: 'replay-failed',
    });
    await messaging.drop('ears', message.id, 'not ours');
    expect(await messaging.parked()).toEqual([]);
  });

  it('parks another version of a type it handles, and what comes after it waits', async () => {
    const newer = TYPE.replace('.v1', '.v2');
    await belfry.produce(
      aRecord({ type: newer }),
      aRecord({ sequence: 1 }),
      aRecord({ subject: 't' }),
    );
    await settled();
    const reason = `this release handles ${TYPE}, not ${newer}: deploy one that does, then replay`;
    expect(await parked()).toEqual([
      { subject: 's', reason, attempts: 0 },
      { subject: 's', reason: 'waits behind s-0', attempts: 0 },
    ]);
    expect(heard).toEqual(['t: tone 0']);
    await messaging.stop();
    const upgraded = await belfry.start([
      { group: 'ears', type: newer, handle: async (message) => void heard.push(message.type) },
      { group: 'ears', type: TYPE, handle: async (message) => void heard.push(toneOf(message)) },
    ]);
    await upgraded.replay('ears', 's-0');
    expect(heard).toEqual(['t: tone 0', newer, 'tone 1']);
  });

  it('parks what is too large, for a person to replay in spite of it', async () => {
    const data = { tone: 'x'.repeat(2_500) };
    await belfry.produce(aRecord({ data }), aRecord({ sequence: 1 }));
    await settled();
    expect((await parked())[0]).toMatchObject({
      subject: 's',
      reason: expect.stringMatching(/^2511 bytes of data are more than 2000/) as string,
    });
    await messaging.replay('ears', 's-0');
    expect(heard).toEqual([`s: ${data.tone}`, 's: tone 1']);
  });

  it('parks what is no JSON', async () => {
    await belfry.produce({ ...aRecord(), value: '{"tone":' });
    await settled();
    expect(await parked()).toEqual([
      { subject: 's', reason: 'the value is not JSON', attempts: 0 },
    ]);
  });

  it('counts and ignores types that the group has no handler for, known to anybody or not', async () => {
    const unknown = 'continuo.bells.bell-stolen.v1';
    await belfry.produce(
      aRecord({ type: unknown }),
      aRecord({ type: unknown, sequence: 1 }),
      aRecord({ type: 'com.example.other', source: '/elsewhere' }),
      aRecord({ sequence: 2 }),
    );
    await settled();
    expect(await parked()).toEqual([]);
    expect(heard).toEqual(['s: tone 2']);
    expect(messaging.ignored()).toEqual({ ears: { [unknown]: 2, 'com.example.other': 1 } });
    expect(await messaging.lag()).toEqual({ ears: 0 });
  });

  it('delivers across a gap in the sequence: not every event of a stream is published', async () => {
    await belfry.produce(aRecord(), aRecord({ sequence: 5 }), aRecord({ sequence: 9 }));
    await settled();
    expect(heard).toEqual(['s: tone 0', 's: tone 5', 's: tone 9']);
    expect(await parked()).toEqual([]);
  });

  it('says so when the broker has deleted what the group had not read', async () => {
    await belfry.produce(aRecord());
    await settled();
    await messaging.stop();
    await belfry.produce(
      aRecord({ sequence: 1 }),
      aRecord({ sequence: 2 }),
      aRecord({ sequence: 3 }),
    );
    const admin = belfry.kafka.admin();
    await admin.connect();
    await admin.fetchTopicOffsets('continuo.bells.v1'); // it deletes only what it has looked up
    await admin.deleteTopicRecords({
      topic: 'continuo.bells.v1',
      partitions: [{ partition: 0, offset: '3' }],
    });
    await admin.disconnect();
    const again = await belfry.start([
      { group: 'ears', type: TYPE, handle: async (message) => void heard.push(toneOf(message)) },
    ]);
    await again.caughtUp(0);
    expect(heard).toEqual(['s: tone 0', 'tone 3']);
    expect(belfry.errors).toEqual([
      'consumer group ears: offsets 1 to 2 of continuo.bells.v1/0 were deleted before they were read: raise the retention of the topic',
    ]);
  });

  it('does not put on the topic what is too large for it; a relay with a higher limit replays it', async () => {
    await belfry.store.append('bell-1', rung('a', 'x'.repeat(3_000), 'b'));
    await belfry.store.append('bell-2', rung('c'));
    await settled();
    expect(heard.sort()).toEqual(['1: a', '2: c']);
    const [large, behind] = await messaging.parked('relay.bells');
    expect([large!.reason, behind!.reason]).toEqual([
      expect.stringMatching(/^Error: the message takes \d+ bytes, more than the 2000 of a topic$/),
      `waits behind ${large!.message.id}`,
    ]);
    await messaging.stop();
    const roomy = await belfry.start([
      { group: 'ears', type: TYPE, handle: async (message) => void heard.push(toneOf(message)) },
    ]);
    await roomy.replay('relay.bells', large!.message.id);
    await roomy.caughtUp(await belfry.store.append('bell-1', rung('d')));
    expect(heard.slice(2).map((tone) => tone.slice(0, 3))).toEqual(['xxx', 'b', 'd']);
    expect(await roomy.parked()).toEqual([]);
  });
});
