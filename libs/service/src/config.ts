/** Injection token of the {@link Config}. */
export const CONFIG = Symbol('Config');

/** What a process is told from outside; read once, at start, by `readConfig`. */
export interface Config {
  /** Folder of everything that is kept. */
  readonly dataDir: string;
  readonly host: string;
  readonly port: number;
  /** The test clock may be moved by `POST /v1/test-clock/advance`. */
  readonly testClock: boolean;
  readonly logLevel: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'silent';
  /** First admin key, instead of a random one. */
  readonly adminKey?: string;
}
