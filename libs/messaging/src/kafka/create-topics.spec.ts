import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import { Kafka, logLevel } from 'kafkajs';
import { contractTopics, createTopics } from './create-topics';
import { Belfry, rung, toneOf, TOPIC, TYPE } from './kafka.fixture';

describeWithKafka('creating topics', () => {
  let engine: KafkaEngine;
  const create = (partitions: number, topics?: readonly string[]) =>
    createTopics({ brokers: [engine.broker], partitions, replicationFactor: 1, topics });

  beforeAll(() => {
    engine = new KafkaEngine();
    engine.start();
  }, 180_000);
  afterAll(() => engine.remove());

  it('creates what is missing, raises what is too small, leaves the rest, and says so', async () => {
    const topics = contractTopics();
    expect(topics).toEqual(
      ['commissions', 'fulfilment', 'orders', 'payments', 'subscriptions'].map(
        (service) => `continuo.${service}.v1`,
      ),
    );
    expect(await create(2, topics.slice(0, 1))).toEqual({
      created: [{ topic: topics[0], partitions: 2 }],
      raised: [],
      unchanged: [],
    });
    expect(await create(3)).toEqual({
      created: topics.slice(1).map((topic) => ({ topic, partitions: 3 })),
      raised: [{ topic: topics[0], from: 2, to: 3 }],
      unchanged: [],
    });
    expect(await create(1)).toEqual({
      created: [],
      raised: [],
      unchanged: topics.map((topic) => ({ topic, partitions: 3 })),
    });
    const admin = new Kafka({ brokers: [engine.broker], logLevel: logLevel.NOTHING }).admin();
    await admin.connect();
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: [{ type: 2, name: topics[1]!, configNames: ['retention.ms'] }],
    });
    await admin.disconnect();
    expect(resources[0]!.configEntries[0]!.configValue).toBe('-1');
  });

  it('adds no partitions while a group runs or has not read everything', async () => {
    const belfry = await Belfry.open(engine.broker, 1);
    const heard: string[] = [];
    const ears = {
      group: 'ears',
      type: TYPE,
      handle: async (message: Parameters<typeof toneOf>[0]) => void heard.push(toneOf(message)),
    };
    const messaging = await belfry.start([ears]);
    await messaging.caughtUp(await belfry.store.append('bell-1', rung('a')));
    await new Promise((resolve) => setTimeout(resolve, 500)); // committed
    await expect(create(2, [TOPIC])).rejects.toThrow(
      'group continuo.ears is running: stop its services first',
    );
    await messaging.stop();
    const deaf = await belfry.start([]);
    await belfry.store.append('bell-1', rung('b'));
    while ((await belfry.recordsOnTopic()) < 2) await new Promise((next) => setTimeout(next, 50));
    await deaf.stop();
    await expect(create(2, [TOPIC])).rejects.toThrow(
      `group continuo.ears has not read partition 0 of ${TOPIC} to its end: let it catch up first`,
    );
    const again = await belfry.start([ears]);
    await again.caughtUp(2);
    await again.stop();
    expect((await create(2, [TOPIC])).raised).toEqual([{ topic: TOPIC, from: 1, to: 2 }]);
    expect(heard).toEqual(['a', 'b']);
    await belfry.dispose();
  });

  it('fails with the reason of the broker', async () => {
    const brokers = [engine.broker];
    const creating = createTopics({ brokers, partitions: 1, replicationFactor: 3, topics: ['x'] });
    await expect(creating).rejects.toMatchObject({
      errors: [{ message: expect.stringMatching(/[Rr]eplication/) as string }],
    });
  });
});
