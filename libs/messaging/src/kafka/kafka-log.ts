import { logLevel, type LogEntry } from 'kafkajs';

/** Where the notes of the Kafka client go. */
export type KafkaLog = (
  level: 'error' | 'warn' | 'info' | 'debug',
  message: string,
  details: Readonly<Record<string, unknown>>,
) => void;

const LEVELS = {
  [logLevel.ERROR]: 'error',
  [logLevel.WARN]: 'warn',
  [logLevel.INFO]: 'info',
  [logLevel.DEBUG]: 'debug',
  [logLevel.NOTHING]: 'debug',
} as const;

/**
 * kafkajs writes into our log instead of the console. Each refusal by a broker is an error to its
 * connection, every rebalance among them; it is raised to whoever asked as well, who says what comes of it.
 */
export function logCreatorFor(log: KafkaLog): () => (entry: LogEntry) => void {
  return () =>
    ({ level, namespace, log: { message, timestamp: _, logger: __, ...details } }) => {
      const refusal = namespace === 'Connection' && message.startsWith('Response ');
      log(
        refusal ? 'debug' : LEVELS[level],
        `kafka ${namespace.toLowerCase()}: ${message}`,
        details,
      );
    };
}
