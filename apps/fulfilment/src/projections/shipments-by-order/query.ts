import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import {
  type OrderPackageRow,
  type OrderShipmentRow,
  type OrderShipmentTables,
  shipmentsByOrderProjection,
} from './projection';

export interface OrderShipment extends OrderShipmentRow {
  readonly packages: readonly OrderPackageRow[];
}

@Injectable()
export class ShipmentsByOrderQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** An order's shipments in the order they were requested. */
  async list(filter: {
    orderId: string;
    /** Only what this call centre has sold. */
    callCentreId?: string;
    /** `requested_position` of the last row of the page before. */
    after?: number;
    maxCount: number;
  }): Promise<{ rows: readonly OrderShipment[]; position: number }> {
    const { orderId, callCentreId, after, maxCount } = filter;
    const position = await this.readStore.position(shipmentsByOrderProjection.name);
    const db = this.readStore.query<OrderShipmentTables>();
    let query = db
      .selectFrom('shipments_by_order')
      .selectAll()
      .where('order_id', '=', orderId)
      .where('requested_position', '>', after ?? 0);
    if (callCentreId !== undefined) query = query.where('call_centre_id', '=', callCentreId);
    const shipments = await query.orderBy('requested_position').limit(maxCount).execute();
    const packages = await db
      .selectFrom('shipments_by_order_packages')
      .selectAll()
      .where('order_id', '=', orderId)
      .orderBy('shipped_at')
      .orderBy('package_id')
      .execute();
    const rows = shipments.map((shipment) => ({
      ...shipment,
      packages: packages.filter((p) => p.shipment_id === shipment.shipment_id),
    }));
    return { rows, position };
  }
}
