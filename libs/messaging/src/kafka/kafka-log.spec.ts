import { type LogEntry, logLevel } from 'kafkajs';
import { logCreatorFor } from './kafka-log';

function written(namespace: string, message: string): unknown[] {
  const lines: unknown[] = [];
  const entry: LogEntry = {
    level: logLevel.ERROR,
    label: 'ERROR',
    namespace,
    log: { message, timestamp: '2026-11-22T00:00:00.000Z', logger: 'kafkajs', broker: 'b:9092' },
  };
  logCreatorFor((...line) => lines.push(line))()(entry);
  return lines;
}

describe('the log of the Kafka client', () => {
  it('goes into ours with its details', () => {
    expect(written('Consumer', 'Crash: it broke')).toEqual([
      ['error', 'kafka consumer: Crash: it broke', { broker: 'b:9092' }],
    ]);
  });

  it('is no alarm where a broker refuses a request that is made again, as at each rebalance', () => {
    expect(written('Connection', 'Response Heartbeat(key: 12, version: 3)')).toEqual([
      ['debug', 'kafka connection: Response Heartbeat(key: 12, version: 3)', { broker: 'b:9092' }],
    ]);
    expect(written('Connection', 'Connection error: refused')[0]).toContain('error');
  });
});
