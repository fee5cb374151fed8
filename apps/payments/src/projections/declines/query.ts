import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type DeclineTables, declinesProjection } from './projection';

@Injectable()
export class DeclinesQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  /** Payments declined since an instant, the latest first. */
  async paymentsSince(
    since: string,
    maxCount: number,
  ): Promise<{ paymentIds: readonly string[]; position: number }> {
    const position = await this.readStore.position(declinesProjection.name);
    const rows = await this.readStore
      .query<DeclineTables>()
      .selectFrom('declines')
      .select('payment_id')
      .where('declined_at', '>=', since)
      .orderBy('declined_at', 'desc')
      .orderBy('payment_id')
      .limit(maxCount)
      .execute();
    return { paymentIds: rows.map((row) => row.payment_id), position };
  }
}
