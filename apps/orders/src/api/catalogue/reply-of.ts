import type { Folded } from '@continuo/event-store/command-runner';
import type { Page } from '@continuo/http/reply';
import { Reply } from '@continuo/http/reply';

/** A resource that was created, or was there with the same terms. */
export function created<V>(body: V, revision: number, location: string): Reply<V> {
  return new Reply(body, { status: 201, revision, location });
}

export function changed<V>(body: V, revision: number): Reply<V> {
  return new Reply(body, { revision });
}

/** A page of ids as a page of what they name. */
export async function viewsOf<S, V>(
  page: Page<{ id: string }>,
  load: (id: string) => Promise<Folded<S>>,
  view: (state: S, revision: number) => V,
): Promise<Page<V>> {
  const loaded = await Promise.all(page.items.map(({ id }) => load(id)));
  return { ...page, items: loaded.map(({ state, revision }) => view(state, revision)) };
}
