import type { Position, RecordPage, SubscribeOptions, Subscription } from './event-store';

const DEFAULT_PAGE_SIZE = 500;

/** Hands over one page after the other, and waits when there is none. */
export abstract class PagedSubscription implements Subscription {
  protected position: Position;
  protected stopping = false;
  protected readonly pageSize: number;
  private running: Promise<void> = Promise.resolve();

  constructor(
    protected readonly options: SubscribeOptions,
    private readonly onEnded: (subscription: PagedSubscription) => void,
  ) {
    this.position = options.after;
    this.pageSize = options.pageSize ?? DEFAULT_PAGE_SIZE;
  }

  /** The subscriber has its subscription in hand before the first page. */
  start(): this {
    this.running = this.run();
    return this;
  }

  /** Ends the wait for something new. */
  abstract wake(): void;

  /** What comes after the position; up to there when that is nothing. */
  protected abstract nextPage(): RecordPage | Promise<RecordPage>;

  /** Resolves when something has come after the position, or at {@link wake}. */
  protected abstract news(): Promise<void>;

  /** The store failed: nothing follows. */
  fail(error: Error): void {
    if (this.stopping) return;
    this.end();
    this.options.onError(error);
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
      await Promise.resolve();
      while (!this.stopping) {
        const page = await this.nextPage();
        if (this.stopping) return;
        if (page.upTo > this.position) await this.hand(page);
        else await this.news();
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  /** In pages of the size that was asked for, however much was read. */
  private async hand({ events, upTo }: RecordPage): Promise<void> {
    for (let from = 0; !this.stopping && this.position < upTo; from += this.pageSize) {
      const page = events.slice(from, from + this.pageSize);
      const isLast = from + this.pageSize >= events.length;
      const reached = isLast ? upTo : page.at(-1)!.position;
      await this.options.onPage(page, reached);
      this.position = reached;
    }
  }
}
