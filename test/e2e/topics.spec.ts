import { describeWithKafka, KafkaEngine } from '@continuo/testing/kafka-engine';
import { continuo } from './command-line';

describe('continuo topics create, called wrongly', () => {
  it.each([
    ['', [], 'KAFKA_BROKERS is not set: it takes host:port of at least one broker'],
    ['kafka-1', [], 'KAFKA_BROKERS=kafka-1 cannot be used'],
    ['127.0.0.1:9', ['--partitions', '0'], 'It is a whole number from 1 to 9999.'],
    ['127.0.0.1:9', ['--replication-factor', 'two'], 'It is a whole number from 1 to 9999.'],
  ])('with brokers %j and %j ends with 2 and says what to do', async (brokers, args, words) => {
    const ended = await continuo(['topics', 'create', ...args], { KAFKA_BROKERS: brokers });
    expect([ended.code, ended.stdout]).toEqual([2, '']);
    expect(ended.stderr).toContain(words);
  });

  it('ends with 1 when no broker answers', async () => {
    const ended = await continuo(['topics', 'create'], { KAFKA_BROKERS: '127.0.0.1:9' });
    expect(ended.code).toBe(1);
    expect(ended.stderr).toMatch(/^continuo: On 127\.0\.0\.1:9: .*ECONNREFUSED/);
  });

  it('has help', async () => {
    const { code, stdout } = await continuo(['topics', 'create', '--help']);
    expect(code).toBe(0);
    for (const word of ['--partitions', '--replication-factor', '--json', 'KAFKA_BROKERS'])
      expect(stdout).toContain(word);
  });
});

describeWithKafka('continuo topics create', () => {
  let engine: KafkaEngine;
  const create = (...args: string[]) =>
    continuo(['topics', 'create', ...args], { KAFKA_BROKERS: engine.broker });

  beforeAll(() => {
    engine = new KafkaEngine();
    engine.start();
  }, 180_000);
  afterAll(() => engine.remove());

  it('says what it has created, raised and left', async () => {
    const refused = await create('--replication-factor', '3');
    expect([refused.code, refused.stdout]).toEqual([1, '']);
    expect(refused.stderr).toMatch(/^continuo: On .*[Rr]eplication/);

    const created = await create('--partitions', '2');
    expect([created.code, created.stderr]).toEqual([0, '']);
    expect(created.stdout).toContain('continuo.orders.v1 created, 2 partitions\n');
    expect((await create('--partitions', '3')).stdout).toContain(
      'continuo.orders.v1 raised from 2 to 3 partitions\n',
    );
    expect((await create()).stdout).toContain('continuo.orders.v1 raised from 3 to 6 partitions\n');
    const { stdout } = await create('--json');
    expect(JSON.parse(stdout)).toMatchObject({
      created: [],
      raised: [],
      unchanged: expect.arrayContaining([
        { topic: 'continuo.orders.v1', partitions: 6 },
      ]) as unknown[],
    });
  });
});
