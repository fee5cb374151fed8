import type { Kysely, Transaction } from 'kysely';
import type { ReadModels } from './read-store';

interface CheckpointTables {
  readonly projection_checkpoints: {
    readonly name: string;
    readonly state: string;
    readonly position: number;
  };
}

/** The read models as one transaction sees them. */
export function seenIn(transaction: Transaction<never>): ReadModels {
  const query = <Tables>() => transaction as unknown as Kysely<Tables>;
  return {
    query,
    async position(projection) {
      const row = await query<CheckpointTables>()
        .selectFrom('projection_checkpoints')
        .select('position')
        .where('name', '=', projection)
        .where('state', '=', 'live')
        .executeTakeFirst();
      if (!row) throw new Error(`there is no projection ${projection}`);
      return row.position;
    },
  };
}
