import { ConfigError } from './config-error';
import { readKafkaBrokers } from './kafka-brokers';

describe('KAFKA_BROKERS', () => {
  it('names one broker or several', () => {
    expect(readKafkaBrokers({ KAFKA_BROKERS: 'kafka-1:9092' })).toEqual(['kafka-1:9092']);
    expect(readKafkaBrokers({ KAFKA_BROKERS: '10.0.0.1:9092, [::1]:9093' })).toEqual([
      '10.0.0.1:9092',
      '[::1]:9093',
    ]);
  });

  it.each([
    undefined,
    '',
    'kafka-1',
    'kafka-1:',
    'kafka-1:9092,',
    'http://kafka-1:9092',
    'k:70000',
  ])('is refused by name when it is %j', (value) => {
    const reading = () => readKafkaBrokers({ KAFKA_BROKERS: value });
    expect(reading).toThrow(ConfigError);
    expect(reading).toThrow(
      `KAFKA_BROKERS${value ? `=${value} cannot be used` : ' is not set'}: it takes host:port of at least one broker, separated by commas.`,
    );
  });
});
