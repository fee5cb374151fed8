import type { LoggerService } from '@nestjs/common';
import { type DestinationStream, type Logger, pino } from 'pino';

/** Never in a log, at whatever depth the caller puts them: secrets and personal data. */
const REDACTED_FIELDS = [
  'authorization',
  'x-api-key',
  'apiKey',
  'secret',
  'token',
  'password',
  'body',
  'name',
  'given_name',
  'family_name',
  'first_name',
  'last_name',
  'email',
  'phone',
  'ani',
  'address',
  'line1',
  'line2',
  'postal_code',
  'customer',
];
const LEVELS_DEEP = ['', '*.', '*.*.', '*.*.*.'];

export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';

/** JSON lines on standard output, redacted. */
export function createLogger(level: LogLevel, destination?: DestinationStream): Logger {
  const paths = REDACTED_FIELDS.flatMap((field) => {
    const own = field.includes('-') ? `["${field}"]` : field;
    return LEVELS_DEEP.map((deep) =>
      field.includes('-') ? `${deep.slice(0, -1)}${own}` : `${deep}${own}`,
    );
  });
  const options = { level, base: undefined, redact: { paths, censor: '[redacted]' } };
  return destination ? pino(options, destination) : pino(options);
}

/** Pino behind Nest's own logging. */
export class PinoLogger implements LoggerService {
  constructor(private readonly pino: Logger) {}

  log(message: unknown, ...rest: unknown[]): void {
    // Nest tells of every route and module it maps: of use to whoever works on it, not to an operator.
    this.write('debug', message, rest);
  }

  error(message: unknown, ...rest: unknown[]): void {
    this.write('error', message, rest);
  }

  warn(message: unknown, ...rest: unknown[]): void {
    this.write('warn', message, rest);
  }

  debug(message: unknown, ...rest: unknown[]): void {
    this.write('debug', message, rest);
  }

  fatal(message: unknown, ...rest: unknown[]): void {
    this.write('fatal', message, rest);
  }

  private write(
    level: 'debug' | 'warn' | 'error' | 'fatal',
    message: unknown,
    rest: readonly unknown[],
  ): void {
    if (!this.pino.isLevelEnabled(level)) return;
    const context = rest.at(-1);
    if (message instanceof Error) this.pino[level]({ err: message, context });
    else
      this.pino[level](
        { context },
        typeof message === 'string' ? message : JSON.stringify(message),
      );
  }
}
