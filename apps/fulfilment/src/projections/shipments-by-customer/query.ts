import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { AWAITING_VENDOR } from '../../domain/shipment/status';
import { type CustomerShipmentTables, shipmentsByCustomerProjection } from './projection';

@Injectable()
export class ShipmentsByCustomerQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Shipments that no vendor has accepted, held or not: all that were requested up to this position. */
  async awaitingVendor(customerId: string, position: number): Promise<readonly string[]> {
    await this.readStore.caughtUp(shipmentsByCustomerProjection.name, position);
    const rows = await this.readStore
      .query<CustomerShipmentTables>()
      .selectFrom('shipments_by_customer')
      .select('shipment_id')
      .where('customer_id', '=', customerId)
      .where('status', 'in', AWAITING_VENDOR)
      .orderBy('shipment_id')
      .execute();
    return rows.map(({ shipment_id }) => shipment_id);
  }
}
