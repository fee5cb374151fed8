import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import { type DisputeRow, type DisputeTables, disputesProjection } from './projection';

export interface DisputeFilter {
  readonly status?: string;
  readonly paymentId?: string;
  readonly campaignId?: string;
  /** Id of the last dispute of the page before. */
  readonly after?: string;
  readonly maxCount: number;
}

export interface RateRow {
  /** Campaign id or descriptor; null for those without. */
  readonly key: string | null;
  readonly disputes: number;
  readonly charges: number;
}

@Injectable()
export class DisputesQuery {
  constructor(@Inject(READ_STORE) private readonly readStore: ReadStore) {}

  async disputes(
    filter: DisputeFilter,
  ): Promise<{ rows: readonly DisputeRow[]; position: number }> {
    const position = await this.readStore.position(disputesProjection.name);
    let query = this.readStore
      .query<DisputeTables>()
      .selectFrom('disputes')
      .selectAll()
      .orderBy('dispute_id')
      .limit(filter.maxCount);
    if (filter.status !== undefined) query = query.where('status', '=', filter.status);
    if (filter.paymentId !== undefined) query = query.where('payment_id', '=', filter.paymentId);
    if (filter.campaignId !== undefined) query = query.where('campaign_id', '=', filter.campaignId);
    if (filter.after !== undefined) query = query.where('dispute_id', '>', filter.after);
    return { rows: await query.execute(), position };
  }

  /** Disputes that were opened in a month against the charges of that month, `2026-11`. */
  async rates(
    by: 'campaign' | 'descriptor',
    month: string,
  ): Promise<{ rows: readonly RateRow[]; position: number }> {
    const position = await this.readStore.position(disputesProjection.name);
    const charges = await this.chargesByCampaign(month);
    const disputed = await this.readStore
      .query<DisputeTables>()
      .selectFrom('disputes')
      .select(({ fn }) => ['campaign_id', 'descriptor', fn.countAll<number>().as('count')])
      .where('month', '=', month)
      .groupBy(['campaign_id', 'descriptor'])
      .execute();
    const rows = new Map<string | null, { disputes: number; campaigns: Set<string | null> }>();
    for (const { campaign_id, descriptor, count } of disputed) {
      const key = by === 'campaign' ? campaign_id : descriptor;
      const row = rows.get(key) ?? { disputes: 0, campaigns: new Set() };
      row.disputes += Number(count);
      row.campaigns.add(campaign_id);
      rows.set(key, row);
    }
    if (by === 'campaign') {
      for (const campaign of charges.keys()) {
        if (!rows.has(campaign))
          rows.set(campaign, { disputes: 0, campaigns: new Set([campaign]) });
      }
    }
    const rates = [...rows].map(([key, { disputes, campaigns }]) => ({
      key,
      disputes,
      charges: [...campaigns].reduce((sum, campaign) => sum + (charges.get(campaign) ?? 0), 0),
    }));
    rates.sort((a, b) => (a.key ?? '').localeCompare(b.key ?? ''));
    return { rows: rates, position };
  }

  private async chargesByCampaign(month: string): Promise<Map<string | null, number>> {
    const rows = await this.readStore
      .query<DisputeTables>()
      .selectFrom('disputes_charges')
      .innerJoin('disputes_payments', 'disputes_payments.payment_id', 'disputes_charges.payment_id')
      .select(({ fn }) => [
        'disputes_payments.campaign_id',
        fn.sum<number>('disputes_charges.count').as('count'),
      ])
      .where('disputes_charges.month', '=', month)
      .groupBy('disputes_payments.campaign_id')
      .execute();
    return new Map(rows.map(({ campaign_id, count }) => [campaign_id, Number(count)]));
  }
}
