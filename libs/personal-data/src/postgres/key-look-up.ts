import type { Postgres } from '@continuo/postgres/postgres';

type Found = ReadonlyMap<string, Uint8Array>;

/**
 * Asks for wrapped keys, those of one turn of the event loop together: whoever opens a page of
 * customers asks once. An answer serves only those who asked before the question was sent.
 */
export class KeyLookUp {
  private gathered: { readonly ids: Set<string>; readonly answer: Promise<Found> } | undefined;

  constructor(private readonly postgres: Postgres) {}

  async find(customerId: string): Promise<Uint8Array | undefined> {
    this.gathered ??= this.gather();
    this.gathered.ids.add(customerId);
    return (await this.gathered.answer).get(customerId);
  }

  private gather(): { ids: Set<string>; answer: Promise<Found> } {
    const ids = new Set<string>();
    const answer = new Promise<void>((send) => setImmediate(send)).then(async () => {
      this.gathered = undefined;
      const rows = await this.postgres.query<{ customer_id: string; wrapped: Uint8Array }>(
        'SELECT customer_id, wrapped FROM customer_keys WHERE customer_id = ANY ($1)',
        [[...ids]],
      );
      return new Map(rows.map((row) => [row.customer_id, row.wrapped]));
    });
    return { ids, answer };
  }
}
