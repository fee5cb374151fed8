import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type PaymentWorkTables, type WorkRow, paymentWorkProjection } from './projection';

@Injectable()
export class PaymentWorkQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** What has waited longest first. */
  async list(
    after: number | undefined,
    maxCount: number,
  ): Promise<{ rows: readonly WorkRow[]; position: number }> {
    const position = await this.readStore.position(paymentWorkProjection.name);
    let query = this.readStore
      .query<PaymentWorkTables>()
      .selectFrom('payment_work')
      .selectAll()
      .orderBy('position')
      .limit(maxCount);
    if (after !== undefined) query = query.where('position', '>', after);
    return { rows: await query.execute(), position };
  }
}
