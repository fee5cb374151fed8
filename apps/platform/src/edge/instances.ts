import { setTimeout as sleep } from 'node:timers/promises';

const LOOK_EVERY_MS = 1_000;
const LOOK_TIMEOUT_MS = 2_000;

/** The instances of one service: requests go to those that are ready, in turn. */
export class Instances {
  private ready: readonly string[] = [];
  private turn = 0;
  private readonly stopped = new AbortController();
  private readonly looking: Promise<void>;

  /** `urls`: `http://host:port` each. */
  constructor(readonly urls: readonly string[]) {
    this.looking = this.look();
  }

  get anyReady(): boolean {
    return this.ready.length > 0;
  }

  /** Resolves when an instance is ready. */
  async untilReady(): Promise<void> {
    while (!this.anyReady && !this.stopped.signal.aborted) await sleep(LOOK_EVERY_MS / 5);
  }

  /** An instance to send a request to; undefined while none is ready. */
  next(): string | undefined {
    this.turn = (this.turn + 1) % Math.max(this.ready.length, 1);
    return this.ready[this.turn];
  }

  /** It did not take or not finish a request: nothing is sent there until it says that it is ready. */
  failed(url: string): void {
    this.ready = this.ready.filter((other) => other !== url);
  }

  async stop(): Promise<void> {
    this.stopped.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    const { signal } = this.stopped;
    while (!signal.aborted) {
      const answers = await Promise.all(this.urls.map((url) => isReady(url)));
      this.ready = this.urls.filter((_, index) => answers[index]);
      await sleep(LOOK_EVERY_MS, undefined, { signal, ref: false }).catch(() => undefined);
    }
  }
}

async function isReady(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/health/ready`, {
      signal: AbortSignal.timeout(LOOK_TIMEOUT_MS),
    });
    await answer.body?.cancel();
    return answer.ok;
  } catch {
    return false;
  }
}
