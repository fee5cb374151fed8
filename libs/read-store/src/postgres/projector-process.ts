import { setTimeout as sleep } from 'node:timers/promises';
import type { EventStore, Subscription } from '@continuo/event-store/event-store';
import type { Lease, Leases } from '@continuo/messaging/leases';
import type { Projection } from '../projection';
import { ProjectionLoop, type ProjectionLoopOptions } from './projection-loop';
import type { Positions } from './write-page';

export interface ProjectorProcessOptions extends ProjectionLoopOptions {
  readonly source: Pick<EventStore, 'readAll' | 'subscribe' | 'head'>;
  readonly projections: readonly Projection[];
  readonly leases: Leases;
  readonly onProgress: (positions: Positions) => void;
  /** Nothing can be read or written now; tried again. */
  readonly onTrouble: (error: Error) => void;
}

const TRY_AGAIN_MS = 1_000;
/** Between pages that are not full: a page of many events costs less than many pages. */
const GATHER_MS = 40;
/** What is followed here may not say that others have gone on: where the record ends is looked for this often. */
const LOOK_EVERY_MS = 500;

/** Fills those read models that this process has the lease of; the others are filled elsewhere. */
export class ProjectorProcess {
  private readonly loop: ProjectionLoop;
  private readonly held: readonly Lease[];
  private readonly done: Promise<void>;
  private readonly closing = new AbortController();
  private turns: (() => Promise<void>)[] = [];
  private subscription: Subscription | undefined;
  private moved = true;
  private wake = () => {};

  constructor(private readonly options: ProjectorProcessOptions) {
    this.loop = new ProjectionLoop(options);
    this.done = this.follow();
    this.held = options.projections.map((projection) =>
      options.leases.hold(`read-model ${projection.name}`, (lost) => this.fill(projection, lost)),
    );
  }

  /** Finishes the page in hand and leaves the read models to others. */
  async close(): Promise<void> {
    await Promise.all(this.held.map((lease) => lease.release()));
    this.closing.abort();
    this.wake();
    await this.done;
  }

  /** Takes part in the rounds until the lease is lost. */
  private async fill(projection: Projection, lost: AbortSignal): Promise<void> {
    try {
      await this.betweenRounds(() => this.loop.add(projection));
      if (!lost.aborted)
        await new Promise((resolve) => lost.addEventListener('abort', resolve, { once: true }));
    } finally {
      await this.betweenRounds(() => this.loop.remove(projection.name));
    }
  }

  /** What changes the set of read models waits for the round in hand. */
  private betweenRounds(work: () => Promise<void>): Promise<void> {
    return new Promise((resolve, reject) => {
      this.turns.push(() => work().then(resolve, reject));
      this.look();
    });
  }

  private look(): void {
    this.moved = true;
    this.wake();
  }

  private async follow(): Promise<void> {
    const { signal } = this.closing;
    while (!signal.aborted) {
      this.moved = false;
      await this.followRecord();
      for (const turn of this.turns.splice(0)) await turn();
      const progress = await this.round();
      if (progress === 'behind') await new Promise((resolve) => setImmediate(resolve));
      else {
        if (progress === 'moved') await pause(GATHER_MS, signal);
        if (!this.moved && !signal.aborted) await this.untilMoved();
      }
    }
    await this.subscription?.stop();
  }

  private async round(): Promise<'idle' | 'moved' | 'behind'> {
    try {
      return await this.loop.round();
    } catch (error) {
      this.options.onTrouble(error as Error);
      await pause(TRY_AGAIN_MS, this.closing.signal);
      return 'behind';
    } finally {
      this.options.onProgress(this.loop.positions());
    }
  }

  /** The subscription only says that there is something to look at; one that has ended is begun again. */
  private async followRecord(): Promise<void> {
    const { source, projections, onTrouble } = this.options;
    if (this.subscription || projections.length === 0) return;
    try {
      this.subscription = source.subscribe({
        after: await source.head(),
        categories: [...new Set(projections.flatMap(({ categories }) => categories))],
        onPage: () => this.look(),
        onError: (error) => {
          this.subscription = undefined;
          onTrouble(error);
        },
      });
    } catch (error) {
      onTrouble(error as Error);
    }
  }

  private async untilMoved(): Promise<void> {
    const woken = new Promise<void>((resolve) => (this.wake = resolve));
    const rest = new AbortController();
    await Promise.race([woken, pause(LOOK_EVERY_MS, rest.signal)]);
    rest.abort();
  }
}

async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined);
}
