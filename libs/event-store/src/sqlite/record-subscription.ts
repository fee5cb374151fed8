import {
  categoryOf,
  type Position,
  type RecordedEvent,
  type SubscribeOptions,
  type Subscription,
} from '../event-store';
import type { LiveTail } from './live-tail';
import type { RecordReader } from './record-reader';

const DEFAULT_PAGE_SIZE = 500;

/** Reads the file in pages until the tail in memory has what follows, then goes on from there. */
export class RecordSubscription implements Subscription {
  private position: Position;
  private stopping = false;
  private wakeUp: (() => void) | undefined;
  private readonly categories: ReadonlySet<string> | undefined;
  private readonly pageSize: number;
  private readonly running: Promise<void>;

  constructor(
    private readonly options: SubscribeOptions,
    private readonly reader: RecordReader,
    private readonly tail: LiveTail,
    private readonly onEnded: (subscription: RecordSubscription) => void,
  ) {
    this.position = options.after;
    this.pageSize = options.pageSize ?? DEFAULT_PAGE_SIZE;
    this.categories = options.categories && new Set(options.categories);
    this.running = this.run();
  }

  /** Something was appended. */
  wake(): void {
    this.wakeUp?.();
  }

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
      // The subscriber has its subscription in hand before the first page.
      await turn();
      while (!this.stopping) {
        const { events, upTo, behind } = this.nextPage();
        if (upTo > this.position) {
          await this.options.onPage(events, upTo);
          this.position = upTo;
        }
        if (behind) await turn();
        else if (upTo >= this.tail.end && !this.stopping) await this.appended();
      }
    } catch (error) {
      this.fail(error instanceof Error ? error : new Error(String(error)));
    }
  }

  private nextPage(): { events: readonly RecordedEvent[]; upTo: Position; behind: boolean } {
    const { categories } = this;
    if (!this.tail.covers(this.position)) {
      const page = this.reader.readAll({
        after: this.position,
        maxCount: this.pageSize,
        categories: this.options.categories,
      });
      return { ...page, behind: true };
    }
    const appended = this.tail.read(this.position, this.pageSize);
    const upTo = appended.at(-1)?.position ?? this.position;
    const events = categories
      ? appended.filter(({ stream }) => categories.has(categoryOf(stream)))
      : appended;
    return { events, upTo, behind: false };
  }

  private appended(): Promise<void> {
    return new Promise((resolve) => {
      this.wakeUp = () => {
        this.wakeUp = undefined;
        resolve();
      };
    });
  }
}

/** Lets everything else in the process have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
