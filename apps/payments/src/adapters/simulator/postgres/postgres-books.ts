import { type Migrations, migrate } from '@continuo/postgres/migrate';
import type { Postgres, Session } from '@continuo/postgres/postgres';
import type { LookupAnswer } from '../../../domain/payment/answer';
import { type EntryRow, type SimulatorBooks, entryOf } from '../books';
import {
  type BooksView,
  type Entry,
  type SimulatorRequest,
  type Verdict,
  judge,
  lookUp,
} from '../rules';

const TABLES: Migrations = {
  part: 'simulator',
  steps: [
    `CREATE TABLE simulator_entries (
       number BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
       idempotency_key TEXT NOT NULL UNIQUE, kind TEXT NOT NULL, payment_reference TEXT NOT NULL,
       amount_minor BIGINT NOT NULL, currency TEXT NOT NULL, token TEXT NOT NULL, initiator TEXT,
       on_reference TEXT, status TEXT NOT NULL, decline TEXT, code TEXT, sends INTEGER NOT NULL
     )`,
    'CREATE INDEX simulator_entries_payment ON simulator_entries (payment_reference)',
  ],
};

const PUT = `INSERT INTO simulator_entries (idempotency_key, kind, payment_reference, amount_minor,
    currency, token, initiator, on_reference, status, decline, code, sends)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
  ON CONFLICT (idempotency_key) DO UPDATE SET status = excluded.status,
    decline = excluded.decline, code = excluded.code, sends = excluded.sends`;

/** Books that several processes of payments share. */
export class PostgresBooks implements SimulatorBooks {
  private constructor(private readonly postgres: Postgres) {}

  /** With connections of its own, which it closes. */
  static async open(postgres: Postgres): Promise<PostgresBooks> {
    await migrate(postgres, TABLES);
    return new PostgresBooks(postgres.named('simulator'));
  }

  /** Judged on all entries of the payment, which nobody else changes meanwhile. */
  carryOut(request: SimulatorRequest): Promise<Verdict> {
    return this.postgres.transaction(async (session) => {
      await session.query('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [
        `simulator ${request.paymentReference}`,
      ]);
      const rows = await session.query<EntryRow>(
        `SELECT * FROM simulator_entries WHERE payment_reference = $1 OR idempotency_key = $2
          ORDER BY number`,
        [request.paymentReference, request.idempotencyKey],
      );
      const verdict = judge(request, viewOf(rows.map(entryOf)));
      await put(session, verdict.entry);
      return verdict;
    });
  }

  async lookUp(idempotencyKey: string): Promise<LookupAnswer> {
    const [row] = await this.postgres.query<EntryRow>(
      'SELECT * FROM simulator_entries WHERE idempotency_key = $1',
      [idempotencyKey],
    );
    return lookUp(row && entryOf(row));
  }

  close(): Promise<void> {
    return this.postgres.close();
  }
}

const PAGE = 1_000;

/** All entries, oldest first; none where no simulator has kept any here. */
export async function* readSharedBooks(postgres: Postgres): AsyncGenerator<Entry> {
  const [known] = await postgres.query<{ name: string | null }>(
    `SELECT to_regclass('simulator_entries')::text AS name`,
  );
  if (known?.name == null) return;
  for (let after = 0; ;) {
    const rows = await postgres.query<EntryRow & { number: number }>(
      `SELECT * FROM simulator_entries WHERE number > $1 ORDER BY number LIMIT ${PAGE}`,
      [after],
    );
    yield* rows.map(entryOf);
    const last = rows[rows.length - 1];
    if (!last) return;
    after = last.number;
  }
}

function viewOf(entries: readonly Entry[]): BooksView {
  const succeeded = entries.filter(({ status }) => status === 'succeeded');
  return {
    find: (key) => entries.find((entry) => entry.idempotencyKey === key),
    findByReference: (reference) => entries.find((entry) => entry.reference === reference),
    takenOn: (on, kind) =>
      succeeded
        .filter((entry) => entry.on === on && entry.kind === kind)
        .reduce((sum, entry) => sum + entry.amountMinor, 0),
    declines: ({ paymentReference, kind, token }) =>
      entries.filter(
        (entry) =>
          entry.status === 'declined' &&
          entry.paymentReference === paymentReference &&
          entry.kind === kind &&
          entry.token === token,
      ).length,
  };
}

function put(session: Session, entry: Entry): Promise<number> {
  return session.execute(PUT, [
    entry.idempotencyKey,
    entry.kind,
    entry.paymentReference,
    entry.amountMinor,
    entry.currency,
    entry.token,
    entry.initiator,
    entry.on,
    entry.status,
    entry.decline,
    entry.code,
    entry.sends,
  ]);
}
