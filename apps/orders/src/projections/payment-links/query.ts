import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { PaymentLinksTables } from './projection';

export type PaymentLinkRow = PaymentLinksTables['payment_links_links'];

export interface PaymentLinkFilter {
  readonly orderId?: string;
  readonly customerId?: string;
  readonly status?: string;
  /** Null for all call centres. */
  readonly callCentreId: string | null;
}

@Injectable()
export class PaymentLinksQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /**
   * Links, the newest first.
   * @param before position of the last one that was seen, undefined to begin
   */
  async newest(
    { orderId, customerId, status, callCentreId }: PaymentLinkFilter,
    { before, count }: { readonly before?: number; readonly count: number },
  ): Promise<readonly PaymentLinkRow[]> {
    let query = this.store
      .query<PaymentLinksTables>()
      .selectFrom('payment_links_links')
      .selectAll()
      .orderBy('position', 'desc')
      .limit(count);
    if (orderId !== undefined) query = query.where('order_id', '=', orderId);
    if (customerId !== undefined) query = query.where('customer_id', '=', customerId);
    if (status !== undefined)
      query = query.where('status', '=', status as PaymentLinkRow['status']);
    if (callCentreId !== null) query = query.where('call_centre_id', '=', callCentreId);
    if (before !== undefined) query = query.where('position', '<', before);
    return query.execute();
  }

  /** Place of the record that the list reflects. */
  position(): Promise<number> {
    return this.store.position('payment-links');
  }
}
