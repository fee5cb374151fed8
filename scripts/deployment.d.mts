/** What specs use of deployment.mjs. */
export interface Part {
  readonly name: string;
  readonly env: Readonly<Record<string, string>>;
  readonly printed: string;
  readonly running: boolean;
  start(): Part;
  end(signal?: NodeJS.Signals): Promise<number | null>;
}

export const SERVICES: readonly string[];

export class Deployment {
  readonly dir: string;
  /** Of the edge. */
  readonly url: string;
  /** Where the engines are, for any process that works on this deployment. */
  readonly env: Readonly<Record<string, string>>;
  static start(options: {
    readonly dir: string;
    readonly port?: number;
    readonly instances?: number;
    readonly env?: Readonly<Record<string, string>>;
    readonly eventStoreUrl?: string;
    readonly say?: (line: string) => void;
  }): Promise<Deployment>;
  part(name: string): Part;
  addressOf(name: string): string;
  stop(): Promise<void>;
  remove(): Promise<void>;
}
