import { StoreUnavailableError } from '../errors';
import type { EventFilter, Position, SubscribeOptions, Subscription } from '../event-store';
import { pauseAfter, sleep } from './connection';
import type { RecordTail, TailPage } from './record-tail';

const DEFAULT_PAGE_SIZE = 500;
/** Read from the server at once, whatever the size of the pages that are handed over. */
const READ_AT_ONCE = 1_000;

/** Reads the record in pages until the tail has what follows, then goes on from there. */
export class TailSubscription implements Subscription {
  private position: Position;
  private stopping = false;
  private wake = () => {};
  private readonly pageSize: number;
  private readonly running: Promise<void>;

  constructor(
    private readonly options: SubscribeOptions,
    private readonly tail: RecordTail,
    private readonly readAll: (
      options: EventFilter & { after: Position; maxCount: number },
    ) => Promise<TailPage>,
    private readonly onEnded: (subscription: TailSubscription) => void,
  ) {
    this.position = options.after;
    this.pageSize = options.pageSize ?? DEFAULT_PAGE_SIZE;
    this.running = this.run();
  }

  /** Resolves when the page in hand has been handled; not to be awaited by `onPage` itself. */
  stop(): Promise<void> {
    this.end();
    return this.running;
  }

  private end(): void {
    this.stopping = true;
    this.wake();
    this.onEnded(this);
  }

  private async run(): Promise<void> {
    try {
      // The subscriber has its subscription in hand before the first page.
      await sleep(0);
      while (!this.stopping) {
        if (this.tail.failure) throw this.tail.failure;
        const page = await this.nextPage();
        if (this.stopping) return;
        if (page.upTo > this.position) await this.hand(page);
        else await this.moved();
      }
    } catch (error) {
      if (this.stopping) return;
      this.end();
      this.options.onError(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private async hand({ events, upTo }: TailPage): Promise<void> {
    for (let from = 0; !this.stopping && this.position < upTo; from += this.pageSize) {
      const page = events.slice(from, from + this.pageSize);
      const isLast = from + this.pageSize >= events.length;
      const reached = isLast ? upTo : page.at(-1)!.position;
      await this.options.onPage(page, reached);
      this.position = reached;
    }
  }

  private async nextPage(): Promise<TailPage> {
    const { tail, position, pageSize } = this;
    const { categories } = this.options;
    for (let attempt = 0; !tail.covers(position) && !this.stopping; attempt += 1) {
      try {
        return await this.readAll({ after: position, maxCount: READ_AT_ONCE, categories });
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        await sleep(pauseAfter(attempt));
      }
    }
    return tail.read(position, pageSize, categories);
  }

  private async moved(): Promise<void> {
    const { moved, stop } = this.tail.beyond(this.position);
    this.wake = stop;
    if (this.stopping) stop();
    await moved;
  }
}
