import { readSharedBooks } from '@continuo/payments/books.module';
import { Postgres } from '@continuo/postgres/postgres';
import type { Deployment } from '@continuo/testing/deployment';

/** What the gateway has in its own books of a deployment, whatever the record says. */
export interface BookedCounts {
  readonly entries: number;
  /** Authorisations that succeeded, by payment. */
  readonly authorised: ReadonlyMap<string, number>;
}

export async function readBookedCounts(deployment: Deployment): Promise<BookedCounts> {
  const postgres = await Postgres.open({ url: deployment.env['POSTGRES_URL']! });
  try {
    const authorised = new Map<string, number>();
    let entries = 0;
    for await (const { kind, status, paymentReference } of readSharedBooks(postgres)) {
      entries += 1;
      if (kind !== 'authorise' || status !== 'succeeded') continue;
      authorised.set(paymentReference, (authorised.get(paymentReference) ?? 0) + 1);
    }
    return { entries, authorised };
  } finally {
    await postgres.close();
  }
}
