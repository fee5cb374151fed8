import type { Folded } from '@continuo/event-store/command-runner';
import { decodeCursor, pageOf, type PageQuery, rowsToRead } from '@continuo/http/paging';
import { type Page, Reply } from '@continuo/http/reply';
import type { CatalogueKind } from '../../projections/catalogue/projection';
import type { CatalogueQuery } from '../../projections/catalogue/query';

/** A resource that was created, or was there with the same terms. */
export function created<V>(body: V, revision: number, location: string): Reply<V> {
  return new Reply(body, { status: 201, revision, location });
}

export function changed<V>(body: V, revision: number): Reply<V> {
  return new Reply(body, { revision });
}

/** A page of the catalogue: ids from the read model, what they name from its stream. */
export async function listOf<S, V>(
  catalogue: CatalogueQuery,
  kind: CatalogueKind,
  query: PageQuery,
  load: (id: string) => Promise<Folded<S>>,
  view: (state: S, revision: number) => V,
  callCentreId: string | null = null,
): Promise<Page<V>> {
  const after = query.cursor === undefined ? undefined : String(decodeCursor(query.cursor)[0]);
  const position = await catalogue.position();
  const ids = await catalogue.ids(kind, { after, count: rowsToRead(query) }, callCentreId);
  const page = pageOf(ids, query.limit, ({ id }) => [id], position);
  const loaded = await Promise.all(page.items.map(({ id }) => load(id)));
  return { ...page, items: loaded.map(({ state, revision }) => view(state, revision)) };
}
