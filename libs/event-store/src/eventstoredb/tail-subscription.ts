import { StoreUnavailableError } from '../errors';
import type { EventFilter, Position, RecordPage, SubscribeOptions } from '../event-store';
import { PagedSubscription } from '../paged-subscription';
import { pauseAfter, sleep } from './connection';
import type { RecordTail } from './record-tail';

/** Read from the server at once, whatever the size of the pages that are handed over. */
const READ_AT_ONCE = 1_000;

/** Reads the record in pages until the tail has what follows, then goes on from there. */
export class TailSubscription extends PagedSubscription {
  private stopWaiting = () => {};

  constructor(
    options: SubscribeOptions,
    private readonly tail: RecordTail,
    private readonly readAll: (
      options: EventFilter & { after: Position; maxCount: number },
    ) => Promise<RecordPage>,
    onEnded: (subscription: PagedSubscription) => void,
  ) {
    super(options, onEnded);
  }

  wake(): void {
    this.stopWaiting();
  }

  protected async nextPage(): Promise<RecordPage> {
    const { tail, position, pageSize } = this;
    const { categories } = this.options;
    for (let attempt = 0; !tail.covers(position) && !this.stopping; attempt += 1) {
      if (tail.failure) break;
      try {
        return await this.readAll({ after: position, maxCount: READ_AT_ONCE, categories });
      } catch (error) {
        if (!(error instanceof StoreUnavailableError)) throw error;
        await sleep(pauseAfter(attempt));
      }
    }
    if (tail.failure) throw tail.failure;
    return tail.read(position, pageSize, categories);
  }

  protected news(): Promise<void> {
    const { moved, stop } = this.tail.beyond(this.position);
    this.stopWaiting = stop;
    return moved;
  }
}
