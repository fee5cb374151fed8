import { categoryOf, type RecordPage, type SubscribeOptions } from '../event-store';
import { PagedSubscription } from '../paged-subscription';
import type { LiveTail } from './live-tail';
import type { RecordReader } from './record-reader';

/** Reads the file in pages until the tail in memory has what follows, then goes on from there. */
export class RecordSubscription extends PagedSubscription {
  private wakeUp: (() => void) | undefined;
  private readonly categories: ReadonlySet<string> | undefined;

  constructor(
    options: SubscribeOptions,
    private readonly reader: RecordReader,
    private readonly tail: LiveTail,
    onEnded: (subscription: PagedSubscription) => void,
  ) {
    super(options, onEnded);
    this.categories = options.categories && new Set(options.categories);
  }

  /** Something was appended. */
  wake(): void {
    this.wakeUp?.();
  }

  protected nextPage(): RecordPage | Promise<RecordPage> {
    const { categories } = this;
    if (!this.tail.covers(this.position)) return this.readFile();
    const appended = this.tail.read(this.position, this.pageSize);
    const upTo = appended.at(-1)?.position ?? this.position;
    const events = categories
      ? appended.filter(({ stream }) => categories.has(categoryOf(stream)))
      : appended;
    return { events, upTo };
  }

  protected news(): Promise<void> {
    if (this.tail.end > this.position) return Promise.resolve();
    return new Promise((resolve) => {
      this.wakeUp = () => {
        this.wakeUp = undefined;
        resolve();
      };
    });
  }

  /** The file is read at once: others have their turn between two pages. */
  private async readFile(): Promise<RecordPage> {
    await turn();
    return this.reader.readAll({
      after: this.position,
      maxCount: this.pageSize,
      categories: this.options.categories,
    });
  }
}

/** Lets everything else in the process have its turn. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
