import { type Changes, type ChangesFilter, queryChanges } from '@continuo/read-store/query-changes';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';

/** What people changed, in any service whose read models are in this read store. */
@Injectable()
export class ChangesQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  list(filter: ChangesFilter): Promise<Changes> {
    return queryChanges(this.store, filter);
  }
}
