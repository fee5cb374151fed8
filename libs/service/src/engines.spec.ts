import { readEngines } from './engines';

const DISTRIBUTED = {
  CONTINUO_EVENT_STORE: 'eventstoredb',
  CONTINUO_MESSAGING: 'kafka',
  CONTINUO_READ_STORE: 'postgres',
  CONTINUO_KEYS: 'postgres',
  EVENTSTORE_URL: 'esdb://127.0.0.1:2113?tls=false',
  KAFKA_BROKERS: 'one:9092, two:9093',
  POSTGRES_URL: 'postgres://continuo:secret@127.0.0.1:5432/continuo',
};

describe('which engines a process runs on', () => {
  it('are the embedded ones when nothing is said', () => {
    expect(readEngines({})).toEqual({
      eventStore: { kind: 'sqlite' },
      messaging: { kind: 'in-process' },
      readStore: { kind: 'sqlite' },
      keys: { kind: 'local' },
      simulatorBooks: { kind: 'file' },
      postgresUrl: undefined,
    });
  });

  it('are the distributed ones when asked for, each with its address', () => {
    expect(readEngines(DISTRIBUTED)).toEqual({
      eventStore: { kind: 'eventstoredb', url: DISTRIBUTED.EVENTSTORE_URL },
      messaging: { kind: 'kafka', brokers: ['one:9092', 'two:9093'] },
      readStore: { kind: 'postgres' },
      keys: { kind: 'postgres' },
      simulatorBooks: { kind: 'file' },
      postgresUrl: DISTRIBUTED.POSTGRES_URL,
    });
  });

  it.each([
    ['CONTINUO_EVENT_STORE', 'mongodb', 'one of sqlite, eventstoredb'],
    ['CONTINUO_MESSAGING', 'rabbitmq', 'one of in-process, kafka'],
    ['CONTINUO_READ_STORE', 'mysql', 'one of sqlite, postgres'],
    ['CONTINUO_KEYS', 'vault', 'one of local, postgres'],
    ['CONTINUO_SIMULATOR_BOOKS', 'redis', 'one of file, postgres'],
    ['EVENTSTORE_URL', undefined, 'EVENTSTORE_URL cannot be used: it is not set. It takes esdb://'],
    ['EVENTSTORE_URL', 'http://host', 'It takes esdb://'],
    ['KAFKA_BROKERS', undefined, 'KAFKA_BROKERS is not set: it takes host:port'],
    ['KAFKA_BROKERS', 'one,two', 'it takes host:port'],
    ['POSTGRES_URL', undefined, 'POSTGRES_URL is not set: it takes an address such as postgres://'],
  ])('refuses %s=%s and says what it takes', (variable, value, message) => {
    expect(() => readEngines({ ...DISTRIBUTED, [variable]: value })).toThrow(message);
    expect(() => readEngines({ ...DISTRIBUTED, [variable]: value })).toThrow(variable);
  });

  it('never shows the password of an address', () => {
    const env = { ...DISTRIBUTED, POSTGRES_URL: 'mysql://continuo:secret@host/continuo' };
    expect(() => readEngines(env)).toThrow('POSTGRES_URL=mysql://***@host/continuo');
  });

  it.each([
    ['CONTINUO_READ_STORE', 'sqlite'],
    ['CONTINUO_KEYS', 'local'],
  ])('refuses %s=%s beside a record that processes share', (variable, value) => {
    expect(() => readEngines({ ...DISTRIBUTED, [variable]: value })).toThrow(
      `${variable}=${value} cannot be used: with CONTINUO_EVENT_STORE=eventstoredb it takes postgres`,
    );
  });

  it('wants PostgreSQL for what Kafka leaves to be kept', () => {
    const env = { CONTINUO_MESSAGING: 'kafka', KAFKA_BROKERS: 'one:9092' };
    expect(() => readEngines(env)).toThrow('POSTGRES_URL is not set');
    const books = { CONTINUO_SIMULATOR_BOOKS: 'postgres' };
    expect(() => readEngines(books)).toThrow('POSTGRES_URL is not set');
  });
});
