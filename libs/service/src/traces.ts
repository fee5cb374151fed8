import { ConfigError, type Environment, withoutPassword } from './config-error';

/** Where the traces of a process go. */
export interface Traces {
  /** Base address of a collector that takes OTLP over HTTP. */
  readonly endpoint: string;
  /** Instead of `continuo-<name of the process>`. */
  readonly serviceName: string | undefined;
}

const ENDPOINT = 'OTEL_EXPORTER_OTLP_ENDPOINT';

/** Undefined while nothing is traced. Throws {@link ConfigError}. */
export function readTraces(env: Environment): Traces | undefined {
  const endpoint = env[ENDPOINT];
  if (endpoint === undefined || endpoint === '') return undefined;
  if (!URL.canParse(endpoint) || !/^https?:\/\//i.test(endpoint))
    throw new ConfigError(
      ENDPOINT,
      withoutPassword(endpoint),
      'it takes the http or https address of a collector, such as http://collector:4318',
    );
  return { endpoint, serviceName: env.OTEL_SERVICE_NAME || undefined };
}
