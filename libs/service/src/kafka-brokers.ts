import { ConfigError } from './config-error';

const ALLOWED = 'it takes host:port of at least one broker, separated by commas';

/** The brokers that `KAFKA_BROKERS` names. Throws {@link ConfigError}. */
export function readKafkaBrokers(env: Readonly<Record<string, string | undefined>>): string[] {
  const text = env.KAFKA_BROKERS ?? '';
  const brokers = text.split(',').map((broker) => broker.trim());
  if (!brokers.every(isBroker)) throw new ConfigError('KAFKA_BROKERS', text, ALLOWED);
  return brokers;
}

function isBroker(text: string): boolean {
  const [, port] = /^(?:[\w.-]+|\[[0-9a-fA-F:]+\]):(\d{1,5})$/.exec(text) ?? [];
  return Number(port) >= 1 && Number(port) <= 65_535;
}
