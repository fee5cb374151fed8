import { decodeCursor, pageOf, type PageQuery, rowsToRead } from '@continuo/http/paging';
import type { Page } from '@continuo/http/reply';
import { READ_STORE, type ReadStore } from '@continuo/read-store/read-store';
import { Inject, Injectable } from '@nestjs/common';
import type { CatalogueKind, CatalogueTables } from './projection';

const PROJECTION = 'catalogue';

/** Lists of the catalogue, by id. */
@Injectable()
export class CatalogueQuery {
  constructor(@Inject(READ_STORE) private readonly store: ReadStore) {}

  /** @param callCentreId of campaigns, only those that this call centre may sell */
  async ids(
    kind: CatalogueKind,
    page: PageQuery,
    callCentreId: string | null = null,
  ): Promise<Page<{ id: string }>> {
    let query = this.store
      .query<CatalogueTables>()
      .selectFrom('catalogue_entries')
      .select('id')
      .where('kind', '=', kind)
      .orderBy('id')
      .limit(rowsToRead(page));
    if (page.cursor !== undefined) {
      query = query.where('id', '>', String(decodeCursor(page.cursor)[0]));
    }
    if (callCentreId !== null) {
      query = query.where('id', 'in', (eb) =>
        eb
          .selectFrom('catalogue_campaign_centres')
          .select('campaign_id')
          .where('call_centre_id', '=', callCentreId),
      );
    }
    const position = await this.store.position(PROJECTION);
    return pageOf(await query.execute(), page.limit, ({ id }) => [id], position);
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
