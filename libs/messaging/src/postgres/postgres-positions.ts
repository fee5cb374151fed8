import { migrate } from '@continuo/postgres/migrate';
import type { Postgres, Session } from '@continuo/postgres/postgres';
import { MESSAGING_TABLES } from './messaging-tables';

/** How far something has come in the record, by name; it never goes back. */
export class PostgresPositions {
  private constructor(
    private readonly postgres: Postgres,
    private readonly table: string,
    private readonly key: string,
  ) {}

  /** How far each consumer group has handled its messages. */
  static async ofConsumers(postgres: Postgres): Promise<PostgresPositions> {
    await migrate(postgres, MESSAGING_TABLES);
    return new PostgresPositions(
      postgres.named('messaging'),
      'consumer_checkpoints',
      'consumer_group',
    );
  }

  /** How far the record was handed to the broker. */
  static async ofRelays(postgres: Postgres): Promise<PostgresPositions> {
    await migrate(postgres, MESSAGING_TABLES);
    return new PostgresPositions(postgres.named('messaging'), 'relay_positions', 'name');
  }

  /** 0 at first. */
  async load(name: string): Promise<number> {
    const [row] = await this.postgres.query<{ position: number }>(
      `SELECT position FROM ${this.table} WHERE ${this.key} = $1`,
      [name],
    );
    return row?.position ?? 0;
  }

  async all(): Promise<ReadonlyMap<string, number>> {
    const rows = await this.postgres.query<{ name: string; position: number }>(
      `SELECT ${this.key} AS name, position FROM ${this.table}`,
    );
    return new Map(rows.map(({ name, position }) => [name, position]));
  }

  /** Whoever is behind does not take back what another process has done meanwhile. */
  async save(name: string, position: number): Promise<void> {
    await this.postgres.execute(
      `INSERT INTO ${this.table} AS kept VALUES ($1, $2)
       ON CONFLICT (${this.key}) DO UPDATE SET position = greatest(kept.position, excluded.position)`,
      [name, position],
    );
  }
}

/** How far each relay is, by its name; of tables that are there. */
export async function readRelayPositions(session: Session): Promise<ReadonlyMap<string, number>> {
  const rows = await session.query<{ name: string; position: number }>(
    'SELECT name, position FROM relay_positions',
  );
  return new Map(rows.map(({ name, position }) => [name, position]));
}
