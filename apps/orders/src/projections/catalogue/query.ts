import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CatalogueKind, CatalogueTables } from './projection';

/** Lists of the catalogue, by id. */
@Injectable()
export class CatalogueQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /**
   * @param after the last id that was seen, undefined to begin
   * @param callCentreId of campaigns, only those that this call centre may sell; null for all
   */
  async ids(
    kind: CatalogueKind,
    { after, count }: { readonly after: string | undefined; readonly count: number },
    callCentreId: string | null = null,
  ): Promise<readonly { id: string }[]> {
    let query = this.store
      .query<CatalogueTables>()
      .selectFrom('catalogue_entries')
      .select('id')
      .where('kind', '=', kind)
      .orderBy('id')
      .limit(count);
    if (after !== undefined) query = query.where('id', '>', after);
    if (callCentreId !== null) {
      query = query.where('id', 'in', (eb) =>
        eb
          .selectFrom('catalogue_campaign_centres')
          .select('campaign_id')
          .where('call_centre_id', '=', callCentreId),
      );
    }
    return query.execute();
  }

  position(): Promise<number> {
    return this.store.position('catalogue');
  }

  /** Numbers, with their campaigns, that a call centre may be reached by; all of them for null. */
  async dnis(
    callCentreId: string | null,
  ): Promise<readonly { dnis: string; campaign_id: string }[]> {
    let query = this.store
      .query<CatalogueTables>()
      .selectFrom('catalogue_dnis')
      .select(['dnis', 'campaign_id'])
      .orderBy('dnis')
      .limit(200);
    if (callCentreId !== null) {
      query = query.where('campaign_id', 'in', (eb) =>
        eb
          .selectFrom('catalogue_campaign_centres')
          .select('campaign_id')
          .where('call_centre_id', '=', callCentreId),
      );
    }
    return query.execute();
  }
}
