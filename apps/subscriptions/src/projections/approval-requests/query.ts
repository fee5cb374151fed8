import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ApprovalRequestRow,
  approvalRequestsProjection,
  type ApprovalRequestTables,
} from './projection';

export interface ApprovalRequestFilter {
  /** Only what people of this call centre have asked for. */
  readonly callCentreId?: string;
  /** `position` of the last row of the page before. */
  readonly after?: number;
  readonly maxCount: number;
}

@Injectable()
export class ApprovalRequestsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Changes that wait for a supervisor, the longest waiting first. */
  async list(
    filter: ApprovalRequestFilter,
  ): Promise<{ rows: readonly ApprovalRequestRow[]; position: number }> {
    const { callCentreId, after, maxCount } = filter;
    const position = await this.readStore.position(approvalRequestsProjection.name);
    let query = this.readStore
      .query<ApprovalRequestTables>()
      .selectFrom('approval_requests')
      .selectAll();
    if (callCentreId !== undefined) query = query.where('call_centre_id', '=', callCentreId);
    if (after !== undefined) query = query.where('position', '>', after);
    return { rows: await query.orderBy('position').limit(maxCount).execute(), position };
  }
}
