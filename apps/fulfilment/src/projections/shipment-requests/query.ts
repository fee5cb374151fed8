import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type ShipmentRequestRow,
  type ShipmentRequestTables,
  shipmentRequestsProjection,
} from './projection';

export interface ShipmentRequestFilter {
  readonly vendorId?: string;
  readonly status?: string;
  /** `requested_position` of the last row of the page before. */
  readonly after?: number;
  readonly maxCount: number;
}

@Injectable()
export class ShipmentRequestsQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Oldest request first. */
  async list(
    filter: ShipmentRequestFilter,
  ): Promise<{ rows: readonly ShipmentRequestRow[]; position: number }> {
    const position = await this.readStore.position(shipmentRequestsProjection.name);
    let query = this.readStore
      .query<ShipmentRequestTables>()
      .selectFrom('shipment_requests')
      .selectAll()
      .orderBy('requested_position')
      .limit(filter.maxCount);
    if (filter.vendorId !== undefined) query = query.where('vendor_id', '=', filter.vendorId);
    if (filter.status !== undefined) query = query.where('status', '=', filter.status);
    if (filter.after !== undefined) query = query.where('requested_position', '>', filter.after);
    return { rows: await query.execute(), position };
  }
}
