import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { NOW } from '@continuo/testing/examples';
import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import { MemoryRecord } from '@continuo/testing/memory-record';
import { messagingContract } from '@continuo/testing/messaging.contract';
import { Kafka, logLevel } from 'kafkajs';
import { InProcessLeases } from '../in-process/in-process-leases';
import { InProcessRelayPositions } from '../in-process/in-process-relay-positions';
import { MessagingDatabase } from '../in-process/messaging-database';
import { createTopics } from './create-topics';
import { emptyBroker, TOPIC } from './kafka.fixture';
import { KafkaMessaging } from './kafka-messaging';

describeWithKafka('Kafka', () => {
  let engine: KafkaEngine;

  beforeAll(() => {
    engine = new KafkaEngine();
    engine.start();
  }, 180_000);
  afterAll(() => engine.remove());

  messagingContract('KafkaMessaging', async () => {
    const brokers = [engine.broker];
    await createTopics({ brokers, partitions: 2, replicationFactor: 1, topics: [TOPIC] });
    const folder = await mkdtemp(join(tmpdir(), 'continuo-messaging-'));
    const parking = new MessagingDatabase(join(folder, 'parking.db'));
    const store = new MemoryRecord();
    const leases = new InProcessLeases({ retryMs: 100 });
    const positions = new InProcessRelayPositions();
    return {
      open: async (settings) =>
        new KafkaMessaging({
          ...settings,
          brokers,
          store,
          clock: { now: () => NOW },
          parking,
          leases,
          positions,
          onFatal: (error) => {
            throw error;
          },
        }),
      append: (stream, events) => store.append(stream, events),
      dispose: async () => {
        parking.close();
        await rm(folder, { recursive: true });
        await emptyBroker(new Kafka({ brokers, logLevel: logLevel.NOTHING }));
      },
    };
  });
});
